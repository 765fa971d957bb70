package dev.portcullis.login;

import static dev.portcullis.AuthenticationMethod.PASSWORD;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.ExternalLogin;
import dev.portcullis.FactorProof;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SessionGrant;
import dev.portcullis.TokenGrant;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.GuessAllowance;
import dev.portcullis.account.PasswordProof.Result;
import dev.portcullis.device.TrustedDevices;
import dev.portcullis.login.LoginFlow.Completion;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The doors of the login. Each proves a first factor in its own way, and then enters {@link
 * LoginFlow}, which is the same for all:
 *
 * <ul>
 *   <li>a password: {@link LoginThrottle}, the address may try (S35); then {@link FirstFactor}, a
 *       verifier reserves an attempt of the account, checks the password, then the account's state
 *       (S32, S36, S38);
 *   <li>an identity that a provider outside has proven: {@link ExternalLogins} finds its account.
 * </ul>
 */
public final class AuthenticationServiceImpl implements AuthenticationService {

  private final LoginFlow flow;
  private final LoginThrottle throttle;
  private final FirstFactor firstFactor;
  private final ExternalLogins external;
  private final SecondFactorStep second;
  private final Grants grants;
  private final TrustedDevices devices;
  private final Clock clock;

  public AuthenticationServiceImpl(
      LoginFlow flow,
      LoginThrottle throttle,
      FirstFactor firstFactor,
      ExternalLogins external,
      SecondFactorStep second,
      Grants grants,
      TrustedDevices devices,
      Clock clock) {
    this.flow = flow;
    this.throttle = throttle;
    this.firstFactor = firstFactor;
    this.external = external;
    this.second = second;
    this.grants = grants;
    this.devices = devices;
    this.clock = clock;
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(PasswordLogin login, ClientInfo client) {
    var allowance = new DeviceAllowance(devices, client);
    return attempt(
        Operation.login(login.username(), client),
        () -> firstFactor.check(login, allowance),
        (operation, answer, proof) ->
            flow.proven(
                operation,
                proof,
                tx -> accept(tx, allowance, answer, proof),
                null,
                grants::openSession));
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      PasswordLogin login, @Nullable String clientId, ClientInfo client) {
    var allowance = new DeviceAllowance(devices, client);
    return attempt(
        Operation.login(login.username(), client),
        () -> firstFactor.check(login, allowance),
        (operation, answer, proof) ->
            flow.proven(
                operation,
                proof,
                tx -> accept(tx, allowance, answer, proof),
                clientId,
                (tx, proven) -> grants.issueTokens(tx, proven, clientId)));
  }

  private static void accept(
      Tx tx, DeviceAllowance allowance, FirstFactor.Answer answer, FirstProof proof) {
    allowance.accept(tx, proof.account(), same -> answer.accept(same, proof));
  }

  /**
   * Proves an account that sends its password with every request, and begins nothing. A second
   * factor cannot be asked for here: an account that needs one is refused.
   *
   * @param proofId what the audit and the caller have in place of a session
   * @return the account as it was proven
   */
  AuthenticationResult<AccountSnapshot> prove(
      PasswordLogin login, String proofId, ClientInfo client) {
    return attempt(
        Operation.login(login.username(), client),
        () -> firstFactor.check(login, GuessAllowance.NONE),
        (operation, answer, proof) ->
            flow.provenAlone(
                operation,
                proof,
                tx -> answer.accept(tx, proof),
                (tx, proven) -> Optional.of(new Grants.Grant<>(proofId, proven.account()))));
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(ExternalLogin login, ClientInfo client) {
    return signIn(login, client, null, grants::openSession);
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(
      ExternalLogin login, @Nullable String clientId, ClientInfo client) {
    return signIn(login, client, clientId, (tx, proof) -> grants.issueTokens(tx, proof, clientId));
  }

  @Override
  public AuthenticationResult<SessionGrant> openSession(
      SecondFactorLogin login, ClientInfo client) {
    return second.complete(login, client, clientId -> grants::openSession);
  }

  @Override
  public AuthenticationResult<TokenGrant> issueTokens(SecondFactorLogin login, ClientInfo client) {
    return second.complete(
        login, client, clientId -> (tx, proof) -> grants.issueTokens(tx, proof, clientId));
  }

  private <G> AuthenticationResult<G> signIn(
      ExternalLogin login, ClientInfo client, @Nullable String clientId, Completion<G> last) {
    var proof = external.proof(login, client);
    var operation =
        Operation.login(proof.account().username(), proof.method(), proof.provider(), client);
    return flow.proven(operation, proof, tx -> {}, clientId, last);
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

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, FactorProof proof, ClientInfo client) {
    return second.again(
        caller,
        proof,
        client,
        (tx, proven) -> grants.renewSession(tx, proven, caller.getSessionId()));
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, FactorProof proof, ClientInfo client) {
    return second.again(
        caller,
        proof,
        client,
        (tx, proven) -> grants.renewTokens(tx, proven, caller.getSessionId()));
  }

  @Override
  public AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, ExternalLogin login, ClientInfo client) {
    return proveAgain(
        caller,
        login,
        client,
        (tx, proof) -> grants.renewSession(tx, proof, caller.getSessionId()));
  }

  @Override
  public AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, ExternalLogin login, ClientInfo client) {
    return proveAgain(
        caller, login, client, (tx, proof) -> grants.renewTokens(tx, proof, caller.getSessionId()));
  }

  private <G> AuthenticationResult<G> proveAgain(
      Caller caller, ExternalLogin login, ClientInfo client, Completion<G> last) {
    var operation =
        Operation.reauthentication(caller, login.method(), login.identity().provider(), client);
    return external
        .proofAgain(caller, login, client)
        .map(proof -> flow.provenAgain(operation, proof, tx -> {}, last))
        .orElseGet(
            () ->
                flow.refuse(
                    operation, null, RejectionReason.ANOTHERS_IDENTITY, none -> Optional.empty()));
  }

  /**
   * An account with a second factor proves that one: a password alone would be less than it has.
   */
  private <G> AuthenticationResult<G> proveAgain(
      Caller caller, Confidential password, ClientInfo client, Completion<G> last) {
    return attempt(
        Operation.reauthentication(caller, client),
        () -> firstFactor.checkAgain(caller.getId(), password),
        (operation, answer, proof) ->
            flow.provenAgain(operation, proof, tx -> answer.accept(tx, proof), last));
  }

  /** What follows upon a password that is right. */
  private interface Next<G> {
    AuthenticationResult<G> go(Operation operation, FirstFactor.Answer answer, FirstProof proof);
  }

  private <G> AuthenticationResult<G> attempt(
      Operation operation, Supplier<FirstFactor.Answer> check, Next<G> next) {
    return throttle.attempt(
        operation.client().address(),
        operation.turn(),
        () -> {
          var answer = check.get();
          var answered = operation.answeredBy(answer.provider());
          return answer
              .result()
              .fold(
                  proven -> next.go(answered, answer, proof(answer, proven)),
                  refused ->
                      flow.refuse(
                          answered, refused.account(), refused.reason(), refused::lockedBy));
        },
        wait -> flow.refuseForNow(operation, wait));
  }

  private FirstProof proof(FirstFactor.Answer answer, Result.Proven proven) {
    return new FirstProof(
        proven.account(),
        PASSWORD,
        answer.provider(),
        Set.of(PASSWORD.amr()),
        clock.instant(),
        null);
  }
}
