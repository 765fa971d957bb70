package dev.portcullis.apitoken;

import dev.portcullis.ApiTokenInfo;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A row of {@code auth_api_token}; all but {@code lastUsedAt} is fixed. */
@Entity(name = "ApiToken")
@Table(name = "auth_api_token")
@Access(AccessType.FIELD)
class ApiToken {

  private static final String SEPARATOR = " ";

  @Id String id;

  @Column(name = "token_hash")
  String tokenHash;

  @Column(name = "account_id")
  String accountId;

  @Column(name = "name")
  String name;

  /** Separated by spaces, which no role contains; null for none. */
  @Column(name = "roles")
  @Nullable String roles;

  @Column(name = "amr")
  String amr;

  @Column(name = "authenticated_at")
  long authenticatedAt;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "expires_at")
  long expiresAt;

  @Column(name = "last_used_at")
  @Nullable Long lastUsedAt;

  // Whoever makes one, the persistence provider included, fills the fields.
  @SuppressWarnings("NullAway.Init")
  protected ApiToken() {}

  static String join(Set<String> words) {
    return String.join(SEPARATOR, new TreeSet<>(words));
  }

  Set<String> roleSet() {
    return roles == null || roles.isEmpty() ? Set.of() : Set.of(roles.split(SEPARATOR));
  }

  ApiTokenInfo info() {
    return new ApiTokenInfo(
        id,
        name,
        roleSet(),
        Instant.ofEpochMilli(createdAt),
        Instant.ofEpochMilli(expiresAt),
        lastUsedAt == null ? null : Instant.ofEpochMilli(lastUsedAt));
  }
}
