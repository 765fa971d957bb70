package dev.portcullis.provider;

import dev.portcullis.Confidential;
import dev.portcullis.ExternalIdentity;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has just signed in at a provider. Only {@link Provider} makes one, of an answer that
 * went through every step.
 */
public final class ProvenUser {

  private final ExternalIdentity identity;
  private final boolean givesRoles;
  private final Set<String> amr;
  private final @Nullable String sid;
  private final @Nullable Confidential idToken;

  ProvenUser(
      ExternalIdentity identity,
      boolean givesRoles,
      Set<String> amr,
      @Nullable String sid,
      @Nullable Confidential idToken) {
    this.identity = identity;
    this.givesRoles = givesRoles;
    this.amr = Set.copyOf(amr);
    this.sid = sid;
    this.idToken = idToken;
  }

  /** Who it is. */
  public ExternalIdentity identity() {
    return identity;
  }

  /** Whether the roles are the provider's to say; else those of the account stay. */
  public boolean givesRoles() {
    return givesRoles;
  }

  /** How they signed in there, as far as the ID token says (RFC 8176). */
  public Set<String> amr() {
    return amr;
  }

  /** The provider's id of its session, or null. */
  public @Nullable String sid() {
    return sid;
  }

  /** What the provider wants to see when they log out there, or null. */
  public @Nullable Confidential idToken() {
    return idToken;
  }

  @Override
  public String toString() {
    return "ProvenUser[" + identity.provider() + "]";
  }
}
