package dev.portcullis;

import org.jspecify.annotations.Nullable;

/**
 * Proving an identity. Every method throttles, audits and commits on its own, and throws {@link
 * TemporarilyUnavailableException} where it cannot answer.
 */
public interface AuthenticationService {

  /** Signs in with a password and begins a browser session. */
  AuthenticationResult<SessionGrant> openSession(PasswordLogin login, ClientInfo client);

  /**
   * Signs in with a password and issues tokens.
   *
   * @param clientId the OAuth client the tokens are bound to (S13), or null for the application's
   *     own
   */
  AuthenticationResult<TokenGrant> issueTokens(
      PasswordLogin login, @Nullable String clientId, ClientInfo client);

  /**
   * Signs in whom a provider outside has proven, and begins a browser session. The account is found
   * by issuer and subject, or made; what the provider says of it now is taken over, except its name
   * (S83).
   */
  AuthenticationResult<SessionGrant> openSession(ExternalLogin login, ClientInfo client);

  /** The same, and issues tokens; {@code clientId} as above. */
  AuthenticationResult<TokenGrant> issueTokens(
      ExternalLogin login, @Nullable String clientId, ClientInfo client);

  /** Completes a login that waits for its second factor, and begins a browser session. */
  AuthenticationResult<SessionGrant> openSession(SecondFactorLogin login, ClientInfo client);

  /** The same, and issues tokens, for the client that the login began with. */
  AuthenticationResult<TokenGrant> issueTokens(SecondFactorLogin login, ClientInfo client);

  /**
   * Proves the identity of a caller again by password. The session goes on under a new secret (S19)
   * with a new authentication time; the old secret is dead.
   */
  AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, Confidential password, ClientInfo client);

  /**
   * The same for a caller with tokens: new tokens of a new session (S19), with a new {@code
   * auth_time}. The former ones, access and refresh tokens alike, are dead; the absolute end stays.
   */
  AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, Confidential password, ClientInfo client);

  /** The same by a second factor: the only way for an account that has one. */
  AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, FactorProof proof, ClientInfo client);

  /** The same for a caller with tokens. */
  AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, FactorProof proof, ClientInfo client);

  /**
   * The same by a provider that has proven an identity of the caller's account once more. Nobody
   * else's serves, and none is made.
   */
  AuthenticationResult<SessionGrant> reauthenticateSession(
      Caller caller, ExternalLogin login, ClientInfo client);

  /** The same for a caller with tokens. */
  AuthenticationResult<TokenGrant> reauthenticateTokens(
      Caller caller, ExternalLogin login, ClientInfo client);
}
