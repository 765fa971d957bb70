package dev.portcullis.token;

import java.time.Instant;

/** Asks whether something was revoked before it expired; answered from memory (S12). */
@FunctionalInterface
public interface RevocationCheck {

  /** What is known. */
  enum Status {
    /** Not revoked. */
    LIVE,
    /** The token, its session or everything of the account up to then was revoked. */
    REVOKED,
    /** What this node knows is too old, and the database is away: answered 503 (S74). */
    UNKNOWN
  }

  /**
   * @param tokenId claim {@code jti}
   * @param sessionId claim {@code sid}
   * @param accountId claim {@code sub}
   * @param issuedAt claim {@code iat}
   */
  Status check(String tokenId, String sessionId, String accountId, Instant issuedAt);
}
