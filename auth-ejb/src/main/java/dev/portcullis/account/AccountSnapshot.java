package dev.portcullis.account;

import dev.portcullis.AccountInfo;
import dev.portcullis.AuthenticatedCaller;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account as it was within one transaction; what other packages see of it.
 *
 * @param id 32 hex characters, never reused
 * @param username the principal's name, fixed (S83)
 * @param email or null
 * @param name to show, or null
 * @param picture an address, or null
 * @param roles unmodifiable
 * @param disabled whether nothing may be issued to it (S38)
 * @param securityVersion grows with every change that makes an earlier proof of identity void: of
 *     the password, of the roles, of the state
 * @param createdAt when it was made
 */
public record AccountSnapshot(
    String id,
    String username,
    @Nullable String email,
    @Nullable String name,
    @Nullable String picture,
    Set<String> roles,
    boolean disabled,
    int securityVersion,
    Instant createdAt) {

  public AccountSnapshot {
    roles = Set.copyOf(roles);
  }

  /** As services show it. */
  public AccountInfo toInfo() {
    return new AccountInfo(id, username, email, name, picture, roles, disabled, createdAt);
  }

  /**
   * The account as the caller of a session.
   *
   * @param methods values of {@code amr}
   * @param authenticatedAt when it last proved its identity
   * @param sessionId the session's public id
   */
  public AuthenticatedCaller toCaller(
      Set<String> methods, Instant authenticatedAt, String sessionId) {
    return new AuthenticatedCaller(
        id, username, email, name, picture, roles, methods, authenticatedAt, sessionId);
  }
}
