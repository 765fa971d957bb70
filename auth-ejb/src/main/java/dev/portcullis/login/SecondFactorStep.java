package dev.portcullis.login;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorProof;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.factor.FactorPolicy;
import dev.portcullis.factor.Occasion;
import dev.portcullis.factor.SecondFactors;
import dev.portcullis.factor.SecondFactors.Verdict;
import dev.portcullis.login.LoginFlow.Completion;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The second half of a login: the pending one is found, the account is still what was proven, the
 * second factor is checked and used up, and what was asked for begins, in one transaction. And the
 * same proof for somebody who is signed in.
 */
public final class SecondFactorStep {

  /** What a completed login begins, for the client it began with. */
  interface ForClient<G> {
    Completion<G> of(@Nullable String clientId);
  }

  private final Transactions transactions;
  private final LoginThrottle throttle;
  private final LoginFlow flow;
  private final PendingLogins pending;
  private final AccountDirectory directory;
  private final SecondFactors factors;
  private final Clock clock;

  public SecondFactorStep(
      Transactions transactions,
      LoginThrottle throttle,
      LoginFlow flow,
      PendingLogins pending,
      AccountDirectory directory,
      SecondFactors factors,
      Clock clock) {
    this.transactions = transactions;
    this.throttle = throttle;
    this.flow = flow;
    this.pending = pending;
    this.directory = directory;
    this.factors = factors;
    this.clock = clock;
  }

  /** Completes a pending login. */
  <G> AuthenticationResult<G> complete(
      SecondFactorLogin login, ClientInfo client, ForClient<G> begins) {
    var unknown = Operation.secondFactor(null, client);
    var token = OpaqueToken.parse(OpaqueToken.Kind.PENDING_LOGIN, login.token()).orElse(null);
    var turn = token == null ? "" : token.hash();
    return throttle.attempt(
        client.address(),
        turn,
        () ->
            transactions.<AuthenticationResult<G>>inNew(
                tx -> {
                  var row =
                      token == null ? Optional.<PendingLoginRow>empty() : pending.find(tx, token);
                  return row.isEmpty()
                      ? flow.reject(tx, unknown, null, RejectionReason.INVALID_PENDING_LOGIN)
                      : complete(tx, row.get(), login.proof(), client, begins);
                }),
        wait -> flow.refuseForNow(unknown, wait));
  }

  private <G> AuthenticationResult<G> complete(
      Tx tx, PendingLoginRow row, FactorProof proof, ClientInfo client, ForClient<G> begins) {
    var now = clock.instant();
    var operation = Operation.secondFactor(row, client);
    var account = stillProven(tx, row, now).orElse(null);
    if (account == null) {
      return flow.reject(tx, operation, null, RejectionReason.INVALID_PENDING_LOGIN);
    }
    var first = Set.of(row.amr.split(" "));
    // Asked anew: the policy and what the account has are what they are now.
    var demand = factors.demand(tx, account, first).orElse(null);
    if (demand == null) {
      return flow.reject(tx, operation, account, RejectionReason.INVALID_PENDING_LOGIN);
    }
    var details = operation.details(now, account, null);
    var occasion = Occasion.login(row.hash);
    var verdict =
        demand.enrolment()
            ? factors.activate(tx, account, proof, occasion, details)
            : factors.check(tx, account, proof, occasion, details);
    if (verdict != Verdict.RIGHT) {
      return flow.reject(tx, operation, account, reason(verdict));
    }
    if (!PendingLogins.remove(tx, row.hash)) {
      return flow.reject(tx, operation, account, RejectionReason.INVALID_PENDING_LOGIN);
    }
    var proven =
        new Grants.Proof(account, with(first, proof.method()), now, client, row.providerSession);
    return flow.grant(tx, operation, proven, begins.of(row.clientId));
  }

  /** The account, if it is as it was when the first factor was proven (S38); held from here on. */
  private Optional<AccountSnapshot> stillProven(Tx tx, PendingLoginRow row, Instant now) {
    return directory
        .byId(tx, row.accountId)
        .filter(account -> account.securityVersion() == row.securityVersion)
        .filter(account -> directory.confirmLogin(tx, account, now));
  }

  /** Proves somebody who is signed in again; how they proved themselves before counts on. */
  <G> AuthenticationResult<G> again(
      Caller caller, FactorProof proof, ClientInfo client, Completion<G> last) {
    var operation = Operation.reauthentication(caller, client);
    return throttle.attempt(
        client.address(),
        operation.turn(),
        () ->
            transactions.<AuthenticationResult<G>>inNew(
                tx -> again(tx, operation, caller, proof, last)),
        wait -> flow.refuseForNow(operation, wait));
  }

  private <G> AuthenticationResult<G> again(
      Tx tx, Operation operation, Caller caller, FactorProof proof, Completion<G> last) {
    var now = clock.instant();
    var account = directory.byId(tx, caller.getId()).orElse(null);
    if (account == null || !directory.confirmLogin(tx, account, now)) {
      return flow.reject(tx, operation, account, RejectionReason.DISABLED);
    }
    if (!factors.isEnrolled(tx, account.id())) {
      return flow.reject(tx, operation, account, RejectionReason.WRONG_CODE);
    }
    var verdict =
        factors.check(
            tx,
            account,
            proof,
            Occasion.session(caller.getSessionId()),
            operation.details(now, account, operation.sessionId()));
    if (verdict != Verdict.RIGHT) {
      return flow.reject(tx, operation, account, reason(verdict));
    }
    var amr = with(caller.getAuthenticationMethods(), proof.method());
    var proven = new Grants.Proof(account, amr, now, operation.client(), null);
    return flow.grant(tx, operation, proven, last);
  }

  static RejectionReason reason(Verdict verdict) {
    return verdict == Verdict.BLOCKED
        ? RejectionReason.SECOND_FACTOR_LOCKED
        : RejectionReason.WRONG_CODE;
  }

  private static Set<String> with(Set<String> amr, FactorMethod method) {
    var more = new HashSet<>(amr);
    more.add(method.amr());
    more.add(FactorPolicy.MULTIPLE);
    return more;
  }
}
