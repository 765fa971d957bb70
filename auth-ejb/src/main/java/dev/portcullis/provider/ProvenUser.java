package dev.portcullis.provider;

import dev.portcullis.Confidential;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has just signed in at a provider. Only a {@link UserProof} makes one, of an answer
 * that went through every step.
 */
public final class ProvenUser {

  private final ExternalIdentity identity;
  private final boolean givesRoles;
  private final Set<String> amr;
  private final @Nullable Instant authenticatedAt;
  private final @Nullable String sessionKey;
  private final @Nullable Confidential idToken;
  private final @Nullable GivenTokens tokens;

  ProvenUser(
      ExternalIdentity identity,
      boolean givesRoles,
      Set<String> amr,
      @Nullable Instant authenticatedAt,
      @Nullable String sessionKey,
      @Nullable Confidential idToken,
      @Nullable GivenTokens tokens) {
    this.identity = identity;
    this.givesRoles = givesRoles;
    this.amr = Set.copyOf(amr);
    this.authenticatedAt = authenticatedAt;
    this.sessionKey = sessionKey;
    this.idToken = idToken;
    this.tokens = tokens;
  }

  /** Who it is. */
  public ExternalIdentity identity() {
    return identity;
  }

  /** Whether the roles are the provider's to say; else those of the account stay. */
  public boolean givesRoles() {
    return givesRoles;
  }

  /** {@code mfa} where the provider vouches for it and is trusted with it, else nothing. */
  public Set<String> amr() {
    return amr;
  }

  /** When they signed in there, or null where it does not say. */
  public @Nullable Instant authenticatedAt() {
    return authenticatedAt;
  }

  /**
   * What stands for the provider's session, see {@link #sessionKey(OAuthClientSettings, String)},
   * or null.
   */
  public @Nullable String sessionKey() {
    return sessionKey;
  }

  /** The digest of issuer, client and {@code sid}: 64 characters, unique over all providers. */
  static String sessionKey(OAuthClientSettings client, String sid) {
    var issuer = client.identityIssuer();
    var clientId = client.clientId();
    var text =
        "provider session "
            + issuer.length()
            + " "
            + issuer
            + clientId.length()
            + " "
            + clientId
            + sid;
    return Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** For tokens that are kept where the provider names no session: a session for each sign-in. */
  static @Nullable String ownSessionKey(OAuthClientSettings client, Attempt attempt) {
    return client.keepsTokens() ? sessionKey(client, "of " + attempt.state()) : null;
  }

  /** What the provider wants to see when they log out there, or null. */
  public @Nullable Confidential idToken() {
    return idToken;
  }

  /** What is to be kept for the application, or null. */
  public @Nullable GivenTokens tokens() {
    return tokens;
  }

  @Override
  public String toString() {
    return "ProvenUser[" + identity.provider() + "]";
  }
}
