package dev.portcullis.provider;

import dev.portcullis.Confidential;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.ProviderFailure;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.config.OAuthClientSettings.OpenId;
import dev.portcullis.issuer.OpenIdIssuer;
import dev.portcullis.jose.JsonDocument;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.provider.ProviderEndpoints.Addresses;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * OpenID Connect: the ID token proves who somebody is; what else is told of them may be in the user
 * info, or in the access token.
 */
final class OpenIdUserProof implements UserProof {

  private static final long SKEW = 60;

  private final OAuthClientSettings client;
  private final OpenId endpoints;
  private final OpenIdIssuer issuer;
  private final IdTokenCheck idTokens;
  private final ProviderCalls calls;
  private final UserClaims users;
  private final Clock clock;

  OpenIdUserProof(
      OAuthClientSettings client,
      OpenId endpoints,
      OpenIdIssuer issuer,
      ProviderCalls calls,
      UserClaims users,
      Clock clock) {
    this.client = client;
    this.endpoints = endpoints;
    this.issuer = issuer;
    this.idTokens = new IdTokenCheck(client, endpoints, issuer, clock);
    this.calls = calls;
    this.users = users;
    this.clock = clock;
  }

  @Override
  public ProvenUser signedIn(Addresses addresses, GivenTokens tokens, Attempt attempt)
      throws ProviderException {
    var idToken = tokens.idToken();
    if (idToken == null) {
      throw new ProviderException(
          ProviderFailure.INVALID_ID_TOKEN, "ID token: none (Core 3.1.3.3)");
    }
    var proven = idTokens.check(idToken.reveal(), attempt, tokens.access().reveal());
    var claims = proven.claims();
    return new ProvenUser(
        identity(addresses, tokens, proven.subject(), List.of(claims)),
        client.claims().roles() != null,
        vouchedFor(claims),
        authenticatedAt(claims).orElse(null),
        claims
            .text("sid")
            .map(sid -> ProvenUser.sessionKey(client, sid))
            .orElseGet(() -> ProvenUser.ownSessionKey(client, attempt)),
        idToken,
        client.keepsTokens() ? tokens : null);
  }

  @Override
  public ExternalIdentity now(
      Addresses addresses, GivenTokens tokens, String subject, Instant askedAt)
      throws ProviderException {
    var idToken = tokens.idToken();
    var claims = new ArrayList<JsonDocument>();
    if (idToken != null) {
      var access = tokens.access().reveal();
      claims.add(idTokens.checkRenewed(idToken.reveal(), subject, askedAt, access).claims());
    }
    return identity(addresses, tokens, subject, claims);
  }

  /**
   * What it tells of somebody, wherever it tells it.
   *
   * @param claims of an ID token that was validated, or nothing
   */
  private ExternalIdentity identity(
      Addresses addresses, GivenTokens tokens, String subject, List<JsonDocument> claims)
      throws ProviderException {
    var documents = new ArrayList<JsonDocument>(claims);
    if (addresses.userInfo() != null && !claims.stream().anyMatch(users::areAllIn)) {
      documents.add(userInfo(addresses.userInfo(), tokens.access(), subject));
    }
    if (client.claims().roles() != null && !users.haveRoles(documents)) {
      accessTokenClaims(tokens.access().reveal(), subject).ifPresent(documents::add);
    }
    return users.identity(subject, documents);
  }

  private JsonDocument userInfo(URI address, Confidential accessToken, String subject)
      throws ProviderException {
    var info = calls.userInfo(address, accessToken);
    if (!info.text("sub").filter(subject::equals).isPresent()) {
      throw new ProviderException(
          ProviderFailure.USER_INFO_FAILED, "sub of the user info (Core 5.3.2)");
    }
    return info;
  }

  /** What is believed of the provider is the operator's to say (S48). */
  private Set<String> vouchedFor(JsonDocument claims) {
    boolean several = claims.texts("amr").contains("mfa") || !client.acrValues().isEmpty();
    return client.trustsMfa() && several ? Set.of("mfa") : Set.of();
  }

  private Optional<Instant> authenticatedAt(JsonDocument claims) {
    var now = clock.instant();
    return claims
        .integer("auth_time")
        .map(Instant::ofEpochSecond)
        .map(time -> time.isAfter(now) ? now : time);
  }

  /** Some put roles into their access tokens alone; believed where the same issuer signed it. */
  private Optional<JsonDocument> accessTokenClaims(String accessToken, String subject) {
    try {
      var claims = JsonDocument.parse(issuer.verifyOwn(accessToken).payload());
      boolean ours =
          claims.text("iss").filter(endpoints.issuer()::equals).isPresent()
              && claims.text("sub").filter(subject::equals).isPresent()
              && claims
                  .text("azp")
                  .or(() -> claims.text("client_id"))
                  .filter(client.clientId()::equals)
                  .isPresent()
              && claims.integer("exp").orElse(0L) + SKEW > clock.instant().getEpochSecond();
      return ours ? Optional.of(claims) : Optional.empty();
    } catch (RefusedException | MalformedException noJwtForUs) {
      return Optional.empty();
    }
  }
}
