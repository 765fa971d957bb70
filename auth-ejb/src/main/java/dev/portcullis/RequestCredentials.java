package dev.portcullis;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Credentials that come with every request and begin no session. What was proven is remembered for
 * minutes, the state of the account for seconds; whatever else a login does (limits, lockout,
 * audit) is done whenever something is proven anew. An account that needs a second factor cannot be
 * proven here.
 *
 * <p>Throws {@link TemporarilyUnavailableException} where it cannot answer.
 */
public interface RequestCredentials {

  /** Checks a name and its password. A wrong one is never remembered. */
  AuthenticationResult<RequestProof> password(PasswordLogin login, ClientInfo client);

  /**
   * Checks a certificate whose holder proved to have its key, to the container or to a proxy.
   *
   * @param chain the holder's certificate, and whatever others came with it
   */
  AuthenticationResult<RequestProof> certificate(List<X509Certificate> chain, ClientInfo client);
}
