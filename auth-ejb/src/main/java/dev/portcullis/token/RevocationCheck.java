package dev.portcullis.token;

import dev.portcullis.revocation.Revocations;
import java.time.Instant;

/** Asks whether a token was revoked before it expired (S12): {@link Revocations#check}. */
@FunctionalInterface
public interface RevocationCheck {

  /**
   * What is known of a genuine token.
   *
   * @param tokenId claim {@code jti}
   * @param sessionId claim {@code sid}
   * @param accountId claim {@code sub}
   * @param issuedAt claim {@code iat}
   */
  Revocations.Status check(String tokenId, String sessionId, String accountId, Instant issuedAt);
}
