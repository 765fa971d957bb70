package dev.portcullis.login;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorOutcome.Done;
import dev.portcullis.FactorOutcome.NotPossible;
import dev.portcullis.FactorOutcome.NotRecent;
import dev.portcullis.FactorProof;
import dev.portcullis.FactorStatus;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.factor.FactorDemand;
import dev.portcullis.factor.FactorPolicy;
import dev.portcullis.factor.Occasion;
import dev.portcullis.factor.SecondFactors;
import dev.portcullis.factor.SecondFactors.Verdict;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do something with the second factors of an account: whoever is signed in, whoever is and
 * proved it lately, and whoever waits for the second half of a login. And what all methods have in
 * common.
 */
final class FactorGate {

  /** S26. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final Transactions transactions;
  private final AccountDirectory directory;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final PendingLogins pending;
  private final Clock clock;

  FactorGate(
      Transactions transactions,
      AccountDirectory directory,
      Sessions sessions,
      SecondFactors factors,
      PendingLogins pending,
      Clock clock) {
    this.transactions = transactions;
    this.directory = directory;
    this.sessions = sessions;
    this.factors = factors;
    this.pending = pending;
    this.clock = clock;
  }

  /** A login that waits, with its account and what it is asked for, as they are now. */
  record Waiting(PendingLoginRow row, AccountSnapshot account, FactorDemand demand) {}

  /** What to do for somebody signed in. */
  interface Step<T> {
    FactorOutcome<T> take(Tx tx, AccountSnapshot account, EventDetails details);
  }

  /** What to do for a login that waits. */
  interface WaitingStep<T> {
    FactorOutcome<T> take(Tx tx, Waiting waiting, EventDetails details);
  }

  /** The login that waits under that token, if it still does. */
  Optional<Waiting> waiting(Tx tx, Confidential token) {
    return OpaqueToken.parse(OpaqueToken.Kind.PENDING_LOGIN, token)
        .flatMap(parsed -> pending.find(tx, parsed))
        .flatMap(
            row ->
                account(tx, row)
                    .flatMap(
                        account ->
                            factors
                                .demand(tx, account, Set.of(row.amr.split(" ")))
                                .map(demand -> new Waiting(row, account, demand))));
  }

  private Optional<AccountSnapshot> account(Tx tx, PendingLoginRow row) {
    return directory
        .byId(tx, row.accountId)
        .filter(a -> !a.disabled() && a.securityVersion() == row.securityVersion);
  }

  /** For a login that waits; its account's row is held. */
  <T> FactorOutcome<T> waiting(Confidential token, ClientInfo client, WaitingStep<T> step) {
    return transactions.<FactorOutcome<T>>inNew(
        tx -> {
          var waiting = waiting(tx, token).orElse(null);
          if (waiting == null || !directory.hold(tx, waiting.account.id())) {
            return new NotPossible<>("factor.not_allowed");
          }
          var details =
              Operation.secondFactor(waiting.row, client)
                  .details(clock.instant(), waiting.account, null);
          return step.take(tx, waiting, details);
        });
  }

  /** The same where the account has no factor yet: whoever has one has to prove that (S69). */
  <T> FactorOutcome<T> enrolling(Confidential token, ClientInfo client, WaitingStep<T> step) {
    return waiting(
        token,
        client,
        (tx, waiting, details) ->
            waiting.demand.enrolment()
                ? step.take(tx, waiting, details)
                : new NotPossible<>("factor.not_allowed"));
  }

  /** What changes factors: after a recent proof, with an existing factor where there is one. */
  <T> FactorOutcome<T> change(Caller caller, ClientInfo client, Step<T> step) {
    return inSession(
        caller,
        client,
        (tx, account, details) -> {
          boolean second = factors.isEnrolled(tx, account.id());
          boolean recent =
              !caller.getAuthenticatedAt().plus(RECENT).isBefore(clock.instant())
                  && (!second || caller.getAuthenticationMethods().contains(FactorPolicy.MULTIPLE));
          return recent ? step.take(tx, account, details) : new NotRecent<>(RECENT, second);
        });
  }

  /** Whoever comes here holds the account's row, and is still signed in. */
  <T> FactorOutcome<T> inSession(Caller caller, ClientInfo client, Step<T> step) {
    if (!factors.areEnabled() || caller.isApiToken()) {
      return new NotPossible<>("factor.not_allowed");
    }
    return transactions.<FactorOutcome<T>>inNew(
        tx -> {
          var id = caller.getId();
          if (!directory.hold(tx, id) || !sessions.isLive(tx, caller.getSessionId(), id)) {
            return new NotPossible<>("factor.signed_out");
          }
          var account = directory.byId(tx, id).orElseThrow();
          return step.take(tx, account, EventDetails.of(clock.instant(), caller, client));
        });
  }

  /** Activates what was set up with its first code; where nothing was, just checks the code. */
  FactorOutcome<FactorStatus> verify(
      Caller caller, FactorProof proof, boolean endOtherSessions, ClientInfo client) {
    boolean activates =
        transactions.<Boolean>inNew(tx -> factors.isSetUp(tx, caller.getId(), proof.method()));
    if (!activates) {
      return check(caller, proof, client);
    }
    return change(
        caller,
        client,
        (tx, account, details) -> {
          var verdict = factors.activate(tx, account, proof, occasion(caller), details);
          if (verdict == Verdict.RIGHT && endOtherSessions) {
            sessions.endAllExcept(tx, account.id(), caller.getSessionId(), details);
          }
          return outcome(tx, account, verdict);
        });
  }

  /** Checks a factor in force, and uses the code up. */
  FactorOutcome<FactorStatus> check(Caller caller, FactorProof proof, ClientInfo client) {
    return inSession(
        caller,
        client,
        (tx, account, details) ->
            factors.isEnrolled(tx, account.id())
                ? outcome(tx, account, factors.check(tx, account, proof, occasion(caller), details))
                : new NotPossible<>("factor.none"));
  }

  static Occasion occasion(Caller caller) {
    return Occasion.session(caller.getSessionId());
  }

  private FactorOutcome<FactorStatus> outcome(Tx tx, AccountSnapshot account, Verdict verdict) {
    return switch (verdict) {
      case RIGHT -> new Done<>(factors.status(tx, account));
      case WRONG -> new FactorOutcome.WrongCode<>();
      case BLOCKED -> new FactorOutcome.TooMany<>();
    };
  }

  /** Removes a factor, unless it is the last one of an account that has to have one. */
  FactorOutcome<FactorStatus> remove(
      Caller caller, FactorMethod method, boolean endOtherSessions, ClientInfo client) {
    return change(
        caller,
        client,
        (tx, account, details) -> {
          if (factors.isRequired(account) && factors.isLast(tx, account, method)) {
            return new NotPossible<>("factor.required");
          }
          if (!factors.remove(tx, account, method, details)) {
            return new NotPossible<>("factor.none");
          }
          if (endOtherSessions) {
            sessions.endAllExcept(tx, account.id(), caller.getSessionId(), details);
          }
          return new Done<>(factors.status(tx, account));
        });
  }
}
