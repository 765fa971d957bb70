package dev.portcullis;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the current request. An application gets it by {@code @Inject Caller}, as the request
 * attribute {@code caller}, and in JSP and Faces expressions as {@code ${caller.email}}; hence the
 * getters.
 *
 * <p>The injected one is always there: for an anonymous request {@link #isAuthenticated()} is
 * false, {@link #getRoles()} is empty, the nullable properties are null, and the rest throw {@link
 * IllegalStateException}.
 */
public interface Caller {

  /** Whether there is an authenticated caller at all. */
  boolean isAuthenticated();

  /** The account's id: opaque, never reused, never changed. Claim {@code sub}. */
  String getId();

  /**
   * The principal's name, as {@code getRemoteUser()} gives it: unique, fixed when the account was
   * made (S83).
   */
  String getUsername();

  /** The e-mail address, or null where none is known. */
  @Nullable String getEmail();

  /** The name to show, or null where none is known. */
  @Nullable String getName();

  /** The address of a picture, or null where none is known. */
  @Nullable String getPicture();

  /** The roles, unmodifiable; empty for a caller without any. */
  Set<String> getRoles();

  /** How the caller proved its identity, as RFC 8176 names it ({@code pwd}, {@code otp} …). */
  Set<String> getAuthenticationMethods();

  /** When the caller last proved its identity. */
  Instant getAuthenticatedAt();

  /**
   * The session that the request belongs to, a browser's or the one behind a token; for an API
   * token the token's own public id.
   */
  String getSessionId();

  /**
   * Whether a program makes the request by a personal API token, rather than somebody who signed
   * in. Such a caller changes nothing of the account itself.
   */
  default boolean isApiToken() {
    return getAuthenticationMethods().contains(AuthenticationMethod.API_TOKEN.amr());
  }

  /** Whether the caller has the role. */
  default boolean hasRole(String role) {
    return getRoles().contains(role);
  }
}
