package dev.portcullis;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An identity that a provider outside has proven. Whoever makes one has checked everything that the
 * protocol asks for: what stands here is believed.
 *
 * @param identity whom it is about; the account is found by issuer and subject alone (S11, S48)
 * @param givesRoles whether its roles are the provider's to say; else they are what a new account
 *     begins with, and those of an account that is there stay
 * @param method the protocol
 * @param amr what the provider vouches for and is trusted with (S48): values of RFC 8176, {@code
 *     mfa} for more than one factor; empty where the configuration trusts it with nothing
 * @param authenticatedAt when it says that it last proved the identity, or null: now
 * @param providerSession what a logout at the provider will name, at most 64 ASCII characters that
 *     are unique over all providers (a digest), or null
 */
public record ExternalLogin(
    ExternalIdentity identity,
    boolean givesRoles,
    AuthenticationMethod method,
    Set<String> amr,
    @Nullable Instant authenticatedAt,
    @Nullable String providerSession) {

  public ExternalLogin {
    amr = Set.copyOf(amr);
    if (providerSession != null && providerSession.length() > 64) {
      throw new IllegalArgumentException("A provider's session is told by at most 64 characters");
    }
  }

  /** One whose provider gives roles. */
  public ExternalLogin(
      ExternalIdentity identity,
      AuthenticationMethod method,
      Set<String> amr,
      @Nullable Instant authenticatedAt,
      @Nullable String providerSession) {
    this(identity, true, method, amr, authenticatedAt, providerSession);
  }
}
