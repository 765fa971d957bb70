package dev.portcullis.provider;

import dev.portcullis.CodeFlow;
import dev.portcullis.CodeFlow.AuthorizationRequest;
import dev.portcullis.CodeFlow.TokenEndpoint;
import dev.portcullis.Confidential;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.ProviderFailure;
import dev.portcullis.ProviderInfo;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.config.OAuthClientSettings.OpenId;
import dev.portcullis.crypto.Digests;
import dev.portcullis.fetch.ServiceCaller;
import dev.portcullis.issuer.OpenIdIssuer;
import dev.portcullis.provider.ProviderEndpoints.Addresses;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One provider: how it is asked. Where it is, {@link ProviderEndpoints} knows; what its answers
 * prove, a {@link UserProof}.
 */
public final class Provider {

  private final OAuthClientSettings client;
  private final CodeFlow flow;
  private final ProviderCalls calls;
  private final ClientProofs proofs;
  private final @Nullable OpenIdIssuer issuer;
  private final ProviderEndpoints endpoints;
  private final UserProof users;
  private final @Nullable LogoutTokenCheck logoutTokens;
  private final Clock clock;

  Provider(
      OAuthClientSettings client,
      CodeFlow flow,
      ServiceCaller services,
      ClientProofs proofs,
      @Nullable OpenIdIssuer issuer,
      String adminRole,
      Clock clock) {
    this.client = client;
    this.flow = flow;
    this.calls = new ProviderCalls(client.name(), services, clock);
    this.proofs = proofs;
    this.issuer = issuer;
    this.endpoints = new ProviderEndpoints(client, issuer);
    var claims = new UserClaims(client, adminRole);
    this.users =
        issuer != null && client.endpoints() instanceof OpenId openId
            ? new OpenIdUserProof(client, openId, issuer, calls, claims, clock)
            : new PlainUserProof(client, calls, claims);
    this.logoutTokens = issuer == null ? null : new LogoutTokenCheck(client, issuer, clock);
    this.clock = clock;
  }

  /** Name and label. */
  public ProviderInfo info() {
    return new ProviderInfo(client.name(), client.label());
  }

  public OAuthClientSettings client() {
    return client;
  }

  /** Keys and metadata where it speaks OpenID Connect, else null. */
  @Nullable OpenIdIssuer issuer() {
    return issuer;
  }

  /** Whether that is the issuer of its ID tokens. */
  public boolean isIssuer(String iss) {
    return issuer != null && client.identityIssuer().equals(iss);
  }

  /** What stands for one of its sessions here. */
  public String sessionKey(String sid) {
    return ProvenUser.sessionKey(client, sid);
  }

  /** See {@link ProviderEndpoints#endSession}. */
  public Optional<URI> endSession(Confidential idToken, URI afterwards) {
    return endpoints.endSession(idToken, afterwards);
  }

  /** Who logged out there. */
  LogoutTokenCheck.LoggedOut loggedOut(Confidential token) throws ProviderException {
    if (logoutTokens == null) {
      throw new ProviderException(ProviderFailure.PROVIDER_ERROR, "logout token: of plain OAuth 2");
    }
    return logoutTokens.check(token.reveal());
  }

  /** For operators: {@code up}, {@code stale} or {@code down}. */
  String state() {
    return issuer == null ? "up" : issuer.state();
  }

  /** Where the browser is sent; always with PKCE S256, whatever the metadata says (S42). */
  URI authorization(Attempt attempt) throws ProviderException {
    return flow.authorization(
        new AuthorizationRequest(
            endpoints.now().authorization(),
            client.clientId(),
            attempt.redirectUri(),
            client.scopes(),
            attempt.state(),
            challenge(attempt.verifier()),
            client.endpoints() instanceof OpenId openId
                ? openIdParameters(openId, attempt)
                : Map.of()));
  }

  /** Core 3.1.2.1. */
  private Map<String, String> openIdParameters(OpenId openId, Attempt attempt) {
    var more = new LinkedHashMap<String, String>();
    more.put("nonce", attempt.nonce());
    if (openId.formPost()) {
      more.put("response_mode", "form_post");
    }
    if (!client.acrValues().isEmpty()) {
      more.put("acr_values", String.join(" ", client.acrValues()));
    }
    if (attempt.aim() == Aim.CONFIRM && openId.reauthenticates()) {
      more.put("prompt", "login");
      more.put("max_age", "0");
    } else if (client.maxAge() != null) {
      more.put("max_age", Long.toString(client.maxAge().toSeconds()));
    }
    return more;
  }

  /** RFC 7636 4.2. */
  private static String challenge(Confidential verifier) {
    var digest = Digests.sha256(verifier.reveal().getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  /** See {@link ProviderEndpoints#checkIssuer}. */
  void checkIssuer(@Nullable String iss) throws ProviderException {
    endpoints.checkIssuer(iss);
  }

  /** Who signed in: redeems the code, validates what comes, asks who it is. */
  ProvenUser redeem(Attempt attempt, Confidential code) throws ProviderException {
    var addresses = endpoints.now();
    var request =
        flow.redemption(tokenEndpoint(addresses), code, attempt.redirectUri(), attempt.verifier());
    return users.signedIn(addresses, calls.tokens(request), attempt);
  }

  private TokenEndpoint tokenEndpoint(Addresses addresses) throws ProviderException {
    return new TokenEndpoint(addresses.token(), client.clientId(), proofs.proof(addresses.token()));
  }

  /** What a provider says that is asked again about somebody who signed in. */
  public record Renewed(GivenTokens tokens, ExternalIdentity identity) {}

  /** Whether it can be asked again by these. */
  public boolean canRenew(GivenTokens tokens) {
    return tokens.refresh() != null
        || (users instanceof PlainUserProof && tokens.isFresh(clock.instant()));
  }

  /**
   * Asks it for new tokens and for what it says of somebody now; where it gave no refresh token,
   * only for that.
   *
   * @param old of which {@link #canRenew} is true
   * @return empty where it no longer grants anything
   * @throws ProviderException where it does not answer, or not with what proves the same person
   */
  public Optional<Renewed> renew(GivenTokens old, String subject) throws ProviderException {
    var addresses = endpoints.now();
    var refresh = old.refresh();
    if (refresh == null) {
      return ((PlainUserProof) users)
          .stillNow(addresses, old, subject)
          .map(identity -> new Renewed(old, identity));
    }
    var asked = clock.instant();
    var renewed = calls.renewed(flow.refreshment(tokenEndpoint(addresses), refresh)).orElse(null);
    if (renewed == null) {
      return Optional.empty();
    }
    var tokens = old.replacedBy(renewed);
    return Optional.of(new Renewed(tokens, users.now(addresses, tokens, subject, asked)));
  }
}
