package dev.portcullis;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as a source outside knows them: a user table, a directory, a provider.
 *
 * @param issuer the source's stable id; with the subject it is the identity, byte for byte (S11)
 * @param subject what the source identifies them by for good
 * @param provider stands before the colon where the name is taken: {@code provider:subject} (S83)
 * @param username the name by which the source finds them, and the principal's name if it is free
 * @param name to show, or null
 * @param email or null
 * @param roles as they are given here
 * @param picture the address of a picture, or null
 */
public record ExternalIdentity(
    String issuer,
    String subject,
    String provider,
    String username,
    @Nullable String name,
    @Nullable String email,
    Set<String> roles,
    @Nullable String picture) {

  public ExternalIdentity {
    roles = Set.copyOf(roles);
  }

  /** One without a picture. */
  public ExternalIdentity(
      String issuer,
      String subject,
      String provider,
      String username,
      @Nullable String name,
      @Nullable String email,
      Set<String> roles) {
    this(issuer, subject, provider, username, name, email, roles, null);
  }

  /** The same person with other roles. */
  public ExternalIdentity withRoles(Set<String> others) {
    return new ExternalIdentity(issuer, subject, provider, username, name, email, others, picture);
  }
}
