package dev.portcullis;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link Caller} that has been authenticated. Immutable. */
public final class AuthenticatedCaller implements Caller {

  private final String id;
  private final String username;
  private final @Nullable String email;
  private final @Nullable String name;
  private final @Nullable String picture;
  private final Set<String> roles;
  private final Set<String> authenticationMethods;
  private final Instant authenticatedAt;
  private final String sessionId;

  /** The arguments are the properties of {@link Caller}, in its order. */
  public AuthenticatedCaller(
      String id,
      String username,
      @Nullable String email,
      @Nullable String name,
      @Nullable String picture,
      Set<String> roles,
      Set<String> authenticationMethods,
      Instant authenticatedAt,
      String sessionId) {
    this.id = id;
    this.username = username;
    this.email = email;
    this.name = name;
    this.picture = picture;
    this.roles = Set.copyOf(roles);
    this.authenticationMethods = Set.copyOf(authenticationMethods);
    this.authenticatedAt = authenticatedAt;
    this.sessionId = sessionId;
  }

  @Override
  public boolean isAuthenticated() {
    return true;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String getUsername() {
    return username;
  }

  @Override
  public @Nullable String getEmail() {
    return email;
  }

  @Override
  public @Nullable String getName() {
    return name;
  }

  @Override
  public @Nullable String getPicture() {
    return picture;
  }

  @Override
  public Set<String> getRoles() {
    return roles;
  }

  @Override
  public Set<String> getAuthenticationMethods() {
    return authenticationMethods;
  }

  @Override
  public Instant getAuthenticatedAt() {
    return authenticatedAt;
  }

  @Override
  public String getSessionId() {
    return sessionId;
  }

  /** Names the account only: callers end up in logs. */
  @Override
  public String toString() {
    return "Caller[" + id + "]";
  }
}
