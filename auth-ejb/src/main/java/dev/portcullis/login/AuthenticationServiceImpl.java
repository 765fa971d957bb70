package dev.portcullis.login;

import static dev.portcullis.AuthenticationMethod.PASSWORD;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.AuthenticationService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SessionGrant;
import dev.portcullis.TokenGrant;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.PasswordProof.Result;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The login, step by step; each step is reached only through the one before:
 *
 * <ol>
 *   <li>{@link LoginThrottle}: the address may try (S35);
 *   <li>{@link FirstFactor}: a verifier reserves an attempt of the account, checks the password,
 *       then the account's state (S32, S36, S38);
 *   <li>completion, in one transaction: the account is still what was proven, the failures are
 *       forgotten, a session or tokens begin, the event is written.
 * </ol>
 *
 * A second factor takes its place between the last two. Every way out raises an event with the true
 * reason; the client is told less.
 */
public final class AuthenticationServiceImpl implements AuthenticationService {

  private final Transactions transactions;
  private final LoginThrottle throttle;
  private final FirstFactor firstFactor;
  private final AccountDirectory directory;
  private final Grants grants;
  private final Clock clock;

  public AuthenticationServiceImpl(
      Transactions transactions,
      LoginThrottle throttle,
      FirstFactor firstFactor,
      AccountDirectory directory,
      Grants grants,
      Clock clock) {
    this.transactions = transactions;
    this.throttle = throttle;
    this.firstFactor = firstFactor;
    this.directory = directory;
    this.grants = grants;
    this.clock = clock;
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(PasswordLogin login, ClientInfo client) {
    return signIn(login, client, grants::openSession);
  }

  /**
   * Proves an account that sends its password with every request, and begins nothing. A second
   * factor cannot be asked for here: an account that needs one is to be refused.
   *
   * @param proofId what the audit and the caller have in place of a session
   * @return the account as it was proven
   */
  AuthenticationResult<AccountSnapshot> prove(
      PasswordLogin login, String proofId, ClientInfo client) {
    return signIn(
        login, client, (tx, proof) -> Optional.of(new Grants.Grant<>(proofId, proof.account())));
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      PasswordLogin login, @Nullable String clientId, ClientInfo client) {
    return signIn(login, client, (tx, proof) -> grants.issueTokens(tx, proof, clientId));
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, Confidential password, ClientInfo client) {
    return proveAgain(
        caller,
        password,
        client,
        (tx, proof) -> grants.renewSession(tx, proof, caller.getSessionId()));
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, Confidential password, ClientInfo client) {
    return proveAgain(
        caller,
        password,
        client,
        (tx, proof) -> grants.renewTokens(tx, proof, caller.getSessionId()));
  }

  /** What a completed login begins; empty if it cannot begin, and then the login fails (S19). */
  private interface Completion<G> {
    Optional<Grants.Grant<G>> complete(Tx tx, Grants.Proof proof);
  }

  private <G> AuthenticationResult<G> signIn(
      PasswordLogin login, ClientInfo client, Completion<G> completion) {
    return attempt(
        Operation.login(login.username(), client), () -> firstFactor.check(login), completion);
  }

  private <G> AuthenticationResult<G> proveAgain(
      Caller caller, Confidential password, ClientInfo client, Completion<G> completion) {
    return attempt(
        Operation.reauthentication(caller, client),
        () -> firstFactor.checkAgain(caller.getId(), password),
        completion);
  }

  private <G> AuthenticationResult<G> attempt(
      Operation operation, Supplier<FirstFactor.Answer> check, Completion<G> completion) {
    return throttle.attempt(
        operation.client().address(),
        operation.turn(),
        () -> {
          var answer = check.get();
          return answer
              .result()
              .fold(
                  proven -> complete(operation, answer, proven, completion),
                  refused -> refuse(operation, answer, refused));
        },
        wait -> refuseForNow(operation, wait));
  }

  private <G> AuthenticationResult<G> complete(
      Operation operation, FirstFactor.Answer answer, Result.Proven proven, Completion<G> last) {
    var now = clock.instant();
    var account = proven.account();
    var proof = new Grants.Proof(account, Set.of(PASSWORD.amr()), now, operation.client());
    return transactions.<AuthenticationResult<G>>inNew(
        tx -> {
          if (!directory.confirmLogin(tx, account, now)) {
            return reject(tx, operation, answer, account, reasonNow(tx, account));
          }
          answer.accept(tx, proven);
          var grant = last.complete(tx, proof).orElse(null);
          if (grant == null) {
            return reject(tx, operation, answer, account, RejectionReason.INVALID_TOKEN);
          }
          tx.raise(
              operation
                  .succeeded()
                  .apply(details(operation, answer.provider(), account, grant.sessionId())));
          return new Authenticated<>(
              account.toCaller(proof.amr(), now, grant.sessionId()), grant.given());
        });
  }

  /** Somebody changed the account after the password was checked: the proof is void (S38). */
  private RejectionReason reasonNow(Tx tx, AccountSnapshot proven) {
    boolean disabled = directory.byId(tx, proven.id()).map(AccountSnapshot::disabled).orElse(true);
    return disabled ? RejectionReason.DISABLED : RejectionReason.WRONG_PASSWORD;
  }

  private <G> AuthenticationResult<G> refuse(
      Operation operation, FirstFactor.Answer answer, Result.Refused refused) {
    return transactions.<AuthenticationResult<G>>inNew(
        tx -> {
          var account = refused.account();
          refused
              .lockedBy(details(operation, answer.provider(), account, operation.sessionId()))
              .ifPresent(tx::raise);
          return reject(tx, operation, answer, account, refused.reason());
        });
  }

  private <G> AuthenticationResult<G> reject(
      Tx tx,
      Operation operation,
      FirstFactor.Answer answer,
      @Nullable AccountSnapshot account,
      RejectionReason reason) {
    var details = details(operation, answer.provider(), account, operation.sessionId());
    tx.raise(operation.failed().apply(details, reason));
    return AuthenticationResult.rejected(reason);
  }

  private <G> AuthenticationResult<G> refuseForNow(Operation operation, Duration wait) {
    return transactions.<AuthenticationResult<G>>inNew(
        tx -> {
          var details = details(operation, null, null, operation.sessionId());
          tx.raise(operation.failed().apply(details, RejectionReason.TOO_MANY_REQUESTS));
          return new Rejected<>(RejectionReason.TOO_MANY_REQUESTS, wait);
        });
  }

  private EventDetails details(
      Operation operation,
      @Nullable String provider,
      @Nullable AccountSnapshot account,
      @Nullable String sessionId) {
    return new EventDetails(
        clock.instant(),
        account == null ? null : account.id(),
        account == null ? operation.username() : account.username(),
        sessionId,
        PASSWORD,
        provider,
        operation.client());
  }
}
