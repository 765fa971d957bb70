package dev.portcullis.provider;

import dev.portcullis.ExternalIdentity;
import dev.portcullis.ProviderFailure;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.jose.JsonDocument;
import dev.portcullis.provider.ProviderEndpoints.Addresses;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Plain OAuth 2: who somebody is, is what the user info says to the bearer of the access token.
 * When they signed in there, and how, it does not say.
 */
final class PlainUserProof implements UserProof {

  private final OAuthClientSettings client;
  private final ProviderCalls calls;
  private final UserClaims users;

  PlainUserProof(OAuthClientSettings client, ProviderCalls calls, UserClaims users) {
    this.client = client;
    this.calls = calls;
    this.users = users;
  }

  @Override
  public ProvenUser signedIn(Addresses addresses, GivenTokens tokens, Attempt attempt)
      throws ProviderException {
    var info = calls.userInfo(userInfo(addresses), tokens.access());
    var subject = users.subject(info).orElseThrow(() -> failed("user info: no id"));
    return new ProvenUser(
        users.identity(subject, List.of(info)),
        client.claims().roles() != null,
        Set.of(),
        null,
        ProvenUser.ownSessionKey(client, attempt),
        null,
        client.keepsTokens() ? tokens : null);
  }

  @Override
  public ExternalIdentity now(
      Addresses addresses, GivenTokens tokens, String subject, Instant askedAt)
      throws ProviderException {
    return identity(calls.userInfo(userInfo(addresses), tokens.access()), subject);
  }

  /** The same by the access token that is kept; empty where it is no longer good. */
  Optional<ExternalIdentity> stillNow(Addresses addresses, GivenTokens tokens, String subject)
      throws ProviderException {
    var info = calls.userInfoIfGranted(userInfo(addresses), tokens.access()).orElse(null);
    return info == null ? Optional.empty() : Optional.of(identity(info, subject));
  }

  private static URI userInfo(Addresses addresses) {
    return Objects.requireNonNull(addresses.userInfo());
  }

  private ExternalIdentity identity(JsonDocument info, String subject) throws ProviderException {
    if (!users.subject(info).filter(subject::equals).isPresent()) {
      throw failed("user info: the id of another");
    }
    return users.identity(subject, List.of(info));
  }

  private static ProviderException failed(String check) {
    return new ProviderException(ProviderFailure.USER_INFO_FAILED, check);
  }
}
