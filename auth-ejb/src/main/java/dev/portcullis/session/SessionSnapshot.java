package dev.portcullis.session;

import java.time.Instant;
import java.util.Set;

/**
 * A live session as it was within one transaction; what other packages see of it.
 *
 * @param id its public id, claim {@code sid}
 * @param accountId whose it is
 * @param browser true if a cookie holds it, false if it stands behind tokens
 * @param methods how the identity was proven, values of {@code amr}
 * @param authenticatedAt when it was last proven
 * @param expiresAt the absolute end (S22); for one behind tokens, of the refresh family (S15)
 */
public record SessionSnapshot(
    String id,
    String accountId,
    boolean browser,
    Set<String> methods,
    Instant authenticatedAt,
    Instant expiresAt) {

  public SessionSnapshot {
    methods = Set.copyOf(methods);
  }
}
