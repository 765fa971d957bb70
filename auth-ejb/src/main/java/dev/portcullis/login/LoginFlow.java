package dev.portcullis.login;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.AuthenticationResult.SecondFactorRequired;
import dev.portcullis.EventDetails;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent.AccountLocked;
import dev.portcullis.SecurityEvent.SecondFactorRequested;
import dev.portcullis.SecurityEvent.TrustedDeviceUsed;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.device.TrustedDevices;
import dev.portcullis.factor.FactorDemand;
import dev.portcullis.factor.FactorPolicy;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a login. Whatever proved the first factor enters it here:
 *
 * <pre>
 *   first factor proven -> account confirmed -> policy -> enough:     grant
 *                                                     -> not enough: a trusted device: grant
 *                                                                    else: a pending login
 * </pre>
 *
 * <p>Each step is one transaction, and every way out raises an event with the true reason; the
 * client is told less.
 */
public final class LoginFlow {

  /** What a completed login begins. */
  interface Completion<G> {

    /** Empty if it cannot begin, and then the login fails (S19). */
    Optional<Grants.Grant<G>> complete(Tx tx, Grants.Proof proof);
  }

  private final Transactions transactions;
  private final AccountDirectory directory;
  private final FactorPolicy policy;
  private final boolean spareEveryRequest;
  private final TrustedDevices devices;
  private final PendingLogins pending;
  private final Clock clock;

  /**
   * @param spareEveryRequest whether credentials of every request do without a second factor
   */
  public LoginFlow(
      Transactions transactions,
      AccountDirectory directory,
      FactorPolicy policy,
      boolean spareEveryRequest,
      TrustedDevices devices,
      PendingLogins pending,
      Clock clock) {
    this.transactions = transactions;
    this.directory = directory;
    this.policy = policy;
    this.spareEveryRequest = spareEveryRequest;
    this.devices = devices;
    this.pending = pending;
    this.clock = clock;
  }

  /**
   * Goes on after a first factor.
   *
   * @param accept makes use of the proof: failures before it are forgotten
   * @param clientId that tokens will be for, kept while a second factor is waited for
   */
  <G> AuthenticationResult<G> proven(
      Operation operation,
      FirstProof proof,
      Consumer<Tx> accept,
      @Nullable String clientId,
      Completion<G> last) {
    return confirmed(
        operation,
        proof,
        accept,
        tx ->
            policy
                .demand(tx, proof.account(), proof.amr())
                .filter(demand -> demand.enrolment() || !isSpared(tx, operation, proof))
                .<AuthenticationResult<G>>map(
                    demand -> {
                      var details = operation.details(clock.instant(), proof.account(), null);
                      tx.raise(new SecondFactorRequested(details));
                      return new SecondFactorRequired<>(pending.begin(tx, proof, demand, clientId));
                    }),
        last);
  }

  /**
   * A device that the account trusts makes the first factor enough, and is no second one: what
   * begins now says how it was proven, and nothing more.
   */
  private boolean isSpared(Tx tx, Operation operation, FirstProof proof) {
    var device = devices.use(tx, proof.account(), operation.client());
    device.ifPresent(
        id ->
            tx.raise(
                new TrustedDeviceUsed(
                    operation.details(clock.instant(), proof.account(), null), id)));
    return device.isPresent();
  }

  /**
   * Goes on after a credential of every request, where a second factor cannot be asked for: an
   * account that needs one is refused, unless the configuration lets such credentials do without.
   */
  <G> AuthenticationResult<G> provenAlone(
      Operation operation, FirstProof proof, Consumer<Tx> accept, Completion<G> last) {
    return refused(operation, proof, accept, demand -> !spareEveryRequest, last);
  }

  /**
   * Goes on after somebody who is signed in proved a first factor again: where the account has a
   * second one, that alone would be less than what it began with.
   */
  <G> AuthenticationResult<G> provenAgain(
      Operation operation, FirstProof proof, Consumer<Tx> accept, Completion<G> last) {
    return refused(operation, proof, accept, demand -> !demand.enrolment(), last);
  }

  private <G> AuthenticationResult<G> refused(
      Operation operation,
      FirstProof proof,
      Consumer<Tx> accept,
      Predicate<FactorDemand> counts,
      Completion<G> last) {
    return confirmed(
        operation,
        proof,
        accept,
        tx ->
            policy
                .demand(tx, proof.account(), proof.amr())
                .filter(counts)
                .map(
                    demand ->
                        reject(
                            tx,
                            operation,
                            proof.account(),
                            RejectionReason.SECOND_FACTOR_REQUIRED)),
        last);
  }

  private <G> AuthenticationResult<G> confirmed(
      Operation operation,
      FirstProof proof,
      Consumer<Tx> accept,
      Function<Tx, Optional<AuthenticationResult<G>>> insufficient,
      Completion<G> last) {
    return transactions.<AuthenticationResult<G>>inNew(
        tx -> {
          if (!directory.confirmLogin(tx, proof.account(), clock.instant())) {
            return reject(tx, operation, proof.account(), reasonNow(tx, proof.account()));
          }
          accept.accept(tx);
          return insufficient
              .apply(tx)
              .orElseGet(
                  () ->
                      grant(
                          tx,
                          operation,
                          new Grants.Proof(
                              proof.account(),
                              proof.amr(),
                              proof.at(),
                              operation.client(),
                              proof.providerSession()),
                          last));
        });
  }

  /** The last step: something begins, and the event is written with it. */
  <G> AuthenticationResult<G> grant(
      Tx tx, Operation operation, Grants.Proof proof, Completion<G> last) {
    var grant = last.complete(tx, proof).orElse(null);
    if (grant == null) {
      return reject(tx, operation, proof.account(), RejectionReason.INVALID_TOKEN);
    }
    tx.raise(
        operation
            .succeeded()
            .apply(operation.details(clock.instant(), proof.account(), grant.sessionId())));
    return new Authenticated<>(
        proof.account().toCaller(proof.amr(), proof.at(), grant.sessionId()), grant.given());
  }

  /** Somebody changed the account after the first factor was proven: the proof is void (S38). */
  RejectionReason reasonNow(Tx tx, AccountSnapshot proven) {
    boolean disabled = directory.byId(tx, proven.id()).map(AccountSnapshot::disabled).orElse(true);
    return disabled ? RejectionReason.DISABLED : RejectionReason.WRONG_PASSWORD;
  }

  /**
   * Ends it with a refusal.
   *
   * @param account null where there is none
   * @param lockedBy the event of a threshold that this failure crossed
   */
  <G> AuthenticationResult<G> refuse(
      Operation operation,
      @Nullable AccountSnapshot account,
      RejectionReason reason,
      Function<EventDetails, Optional<AccountLocked>> lockedBy) {
    return transactions.<AuthenticationResult<G>>inNew(
        tx -> {
          lockedBy
              .apply(operation.details(clock.instant(), account, operation.sessionId()))
              .ifPresent(tx::raise);
          return reject(tx, operation, account, reason);
        });
  }

  /** Ends it with a refusal for now. */
  <G> AuthenticationResult<G> refuseForNow(Operation operation, Duration wait) {
    return transactions.<AuthenticationResult<G>>inNew(
        tx -> {
          AuthenticationResult<G> unused =
              reject(tx, operation, null, RejectionReason.TOO_MANY_REQUESTS);
          return new Rejected<>(RejectionReason.TOO_MANY_REQUESTS, wait);
        });
  }

  <G> AuthenticationResult<G> reject(
      Tx tx, Operation operation, @Nullable AccountSnapshot account, RejectionReason reason) {
    var details = operation.details(clock.instant(), account, operation.sessionId());
    tx.raise(operation.failed().apply(details, reason));
    return AuthenticationResult.rejected(reason);
  }
}
