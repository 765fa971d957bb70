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
import dev.portcullis.PendingLogin;
import dev.portcullis.SecondFactorService;
import dev.portcullis.TotpSetup;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.factor.FactorPolicy;
import dev.portcullis.factor.SecondFactors;
import dev.portcullis.factor.SecondFactors.Verdict;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Second factors as their owners see them; see {@link SecondFactors} for what they are. */
public final class SecondFactorServiceImpl implements SecondFactorService {

  /** S26. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final Transactions transactions;
  private final AccountDirectory directory;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final PendingLogins pending;
  private final Clock clock;

  public SecondFactorServiceImpl(
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

  @Override
  public FactorStatus status(String accountId) {
    return transactions.inNew(
        tx ->
            directory
                .byId(tx, accountId)
                .map(account -> factors.status(tx, account))
                .orElseGet(() -> new FactorStatus(List.of(), List.of(), null, false, 0, null)));
  }

  @Override
  public Optional<PendingLogin> pending(Confidential token) {
    return transactions.<Optional<PendingLogin>>inNew(
        tx ->
            row(tx, token)
                .flatMap(
                    row ->
                        account(tx, row)
                            .flatMap(account -> factors.demand(tx, account, amr(row)))
                            .map(
                                demand ->
                                    new PendingLogin(
                                        token,
                                        demand.methods(),
                                        demand.preferred(),
                                        demand.enrolment(),
                                        Instant.ofEpochMilli(row.expiresAt)))));
  }

  private Optional<PendingLoginRow> row(Tx tx, Confidential token) {
    return OpaqueToken.parse(OpaqueToken.Kind.PENDING_LOGIN, token)
        .flatMap(parsed -> pending.find(tx, parsed));
  }

  private Optional<AccountSnapshot> account(Tx tx, PendingLoginRow row) {
    return directory
        .byId(tx, row.accountId)
        .filter(a -> !a.disabled() && a.securityVersion() == row.securityVersion);
  }

  private static Set<String> amr(PendingLoginRow row) {
    return Set.of(row.amr.split(" "));
  }

  @Override
  public FactorOutcome<TotpSetup> setUpTotp(Caller caller, ClientInfo client) {
    return change(
        caller,
        client,
        (tx, account, details) -> new Done<>(factors.setUpTotp(tx, account, details)));
  }

  /** Only where nothing is enrolled yet: whoever has a factor has to prove that one. */
  @Override
  public FactorOutcome<TotpSetup> setUpTotp(Confidential pendingToken, ClientInfo client) {
    return transactions.<FactorOutcome<TotpSetup>>inNew(
        tx -> {
          var row = row(tx, pendingToken).orElse(null);
          var account = row == null ? null : account(tx, row).orElse(null);
          if (row == null
              || account == null
              || !directory.hold(tx, account.id())
              || !factors
                  .demand(tx, account, amr(row))
                  .filter(demand -> demand.enrolment())
                  .isPresent()) {
            return new NotPossible<>("factor.not_allowed");
          }
          var details = Operation.secondFactor(row, client).details(clock.instant(), account, null);
          return new Done<>(factors.setUpTotp(tx, account, details));
        });
  }

  @Override
  public FactorOutcome<FactorStatus> verifyTotp(
      Caller caller, Confidential code, boolean endOtherSessions, ClientInfo client) {
    boolean activates = transactions.<Boolean>inNew(tx -> factors.isTotpSetUp(tx, caller.getId()));
    if (!activates) {
      return check(caller, new FactorProof(FactorMethod.TOTP, code), client);
    }
    return change(
        caller,
        client,
        (tx, account, details) -> {
          var verdict = factors.activateTotp(tx, account, code, details);
          if (verdict == Verdict.RIGHT && endOtherSessions) {
            sessions.endAllExcept(tx, account.id(), caller.getSessionId(), details);
          }
          return outcome(tx, account, verdict);
        });
  }

  @Override
  public FactorOutcome<FactorStatus> removeTotp(
      Caller caller, boolean endOtherSessions, ClientInfo client) {
    return change(
        caller,
        client,
        (tx, account, details) -> {
          if (factors.isRequired(account)) {
            return new NotPossible<>("factor.required");
          }
          if (!factors.removeTotp(tx, account, details)) {
            return new NotPossible<>("factor.none");
          }
          if (endOtherSessions) {
            sessions.endAllExcept(tx, account.id(), caller.getSessionId(), details);
          }
          return new Done<>(factors.status(tx, account));
        });
  }

  @Override
  public FactorOutcome<FactorStatus> verifyRecoveryCode(
      Caller caller, Confidential code, ClientInfo client) {
    return check(caller, new FactorProof(FactorMethod.RECOVERY, code), client);
  }

  private FactorOutcome<FactorStatus> check(Caller caller, FactorProof proof, ClientInfo client) {
    return inSession(
        caller,
        client,
        (tx, account, details) ->
            factors.isEnrolled(tx, account.id())
                ? outcome(tx, account, factors.check(tx, account, proof, details))
                : new NotPossible<>("factor.none"));
  }

  private FactorOutcome<FactorStatus> outcome(Tx tx, AccountSnapshot account, Verdict verdict) {
    return switch (verdict) {
      case RIGHT -> new Done<>(factors.status(tx, account));
      case WRONG -> new FactorOutcome.WrongCode<>();
      case BLOCKED -> new FactorOutcome.TooMany<>();
    };
  }

  @Override
  public FactorOutcome<List<Confidential>> regenerateRecoveryCodes(
      Caller caller, ClientInfo client) {
    return change(
        caller,
        client,
        (tx, account, details) ->
            factors.isEnrolled(tx, account.id())
                ? new Done<>(factors.newRecoveryCodes(tx, account, details))
                : new NotPossible<>("factor.none"));
  }

  @Override
  public void reset(String accountId, ClientInfo client) {
    boolean unused =
        transactions.<Boolean>inNew(
            tx -> {
              var account = directory.byId(tx, accountId).orElse(null);
              if (account != null) {
                var details =
                    new EventDetails(
                        clock.instant(),
                        account.id(),
                        account.username(),
                        null,
                        null,
                        null,
                        client);
                factors.reset(tx, account, details);
              }
              return true;
            });
  }

  private interface Step<T> {
    FactorOutcome<T> take(Tx tx, AccountSnapshot account, EventDetails details);
  }

  /** What changes factors: after a recent proof, with an existing factor where there is one. */
  private <T> FactorOutcome<T> change(Caller caller, ClientInfo client, Step<T> step) {
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
  private <T> FactorOutcome<T> inSession(Caller caller, ClientInfo client, Step<T> step) {
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
}
