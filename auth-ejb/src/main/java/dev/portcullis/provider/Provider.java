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
import dev.portcullis.config.OAuthClientSettings.Plain;
import dev.portcullis.crypto.Digests;
import dev.portcullis.fetch.ServiceCaller;
import dev.portcullis.issuer.OpenIdIssuer;
import dev.portcullis.jose.JsonDocument;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One provider: where it is, how it is asked, and what its answers prove. */
public final class Provider {

  private static final long SKEW = 60;

  private final OAuthClientSettings client;
  private final CodeFlow flow;
  private final ProviderCalls calls;
  private final ClientProofs proofs;
  private final UserClaims users;
  private final @Nullable OpenIdIssuer issuer;
  private final @Nullable IdTokenCheck idTokens;
  private final @Nullable LogoutTokenCheck logoutTokens;
  private final Clock clock;

  /** Where it is just now. */
  record Endpoints(URI authorization, URI token, @Nullable URI userInfo) {}

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
    this.users = new UserClaims(client, adminRole);
    this.issuer = issuer;
    this.idTokens =
        issuer != null && client.endpoints() instanceof OpenId openId
            ? new IdTokenCheck(client, openId, issuer, clock)
            : null;
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
    return ProvenUser.sessionKey(client.identityIssuer(), client.clientId(), sid);
  }

  /**
   * Where a browser logs out there (RP-Initiated Logout 1.0 2); empty where it has no such address
   * or does not answer.
   */
  public Optional<URI> endSession(Confidential idToken, URI afterwards) {
    return Optional.ofNullable(issuer)
        .flatMap(OpenIdIssuer::metadata)
        .flatMap(m -> Optional.ofNullable(m.endSession()))
        .map(
            address ->
                URI.create(
                    address
                        + (address.getRawQuery() == null ? "?" : "&")
                        + "id_token_hint="
                        + encoded(idToken.reveal())
                        + "&client_id="
                        + encoded(client.clientId())
                        + "&post_logout_redirect_uri="
                        + encoded(afterwards.toString())));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Who logged out there. */
  LogoutTokenCheck.LoggedOut loggedOut(Confidential token) throws ProviderException {
    if (logoutTokens == null) {
      throw failed(ProviderFailure.PROVIDER_ERROR, "logout token: of plain OAuth 2");
    }
    return logoutTokens.check(token.reveal());
  }

  /** For operators: {@code up}, {@code stale} or {@code down}. */
  String state() {
    return issuer == null ? "up" : issuer.state();
  }

  private Endpoints endpoints() throws ProviderException {
    if (client.endpoints() instanceof Plain plain) {
      return new Endpoints(plain.authorization(), plain.token(), plain.userInfo());
    }
    return java.util.Objects.requireNonNull(issuer)
        .metadata()
        .map(m -> new Endpoints(m.authorization(), m.token(), m.userInfo()))
        .orElseThrow(() -> failed(ProviderFailure.PROVIDER_ERROR, "metadata: no answer (S46)"));
  }

  /** Where the browser is sent; always with PKCE S256, whatever the metadata says (S42). */
  URI authorization(Attempt attempt) throws ProviderException {
    var more = new LinkedHashMap<String, String>();
    if (client.endpoints() instanceof OpenId openId) {
      more.put("nonce", attempt.nonce());
      if (openId.formPost()) {
        more.put("response_mode", "form_post");
      }
      if (!client.acrValues().isEmpty()) {
        more.put("acr_values", String.join(" ", client.acrValues()));
      }
      if (client.maxAge() != null) {
        more.put("max_age", Long.toString(client.maxAge().toSeconds()));
      }
    }
    return flow.authorization(
        new AuthorizationRequest(
            endpoints().authorization(),
            client.clientId(),
            attempt.redirectUri(),
            client.scopes(),
            attempt.state(),
            challenge(attempt.verifier()),
            more));
  }

  /** RFC 7636 4.2. */
  private static String challenge(Confidential verifier) {
    var digest = Digests.sha256(verifier.reveal().getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  /**
   * The answer at the callback names the issuer that was asked (S44; RFC 9207 2.4).
   *
   * @param iss as it came, or null
   */
  void checkIssuer(@Nullable String iss) throws ProviderException {
    boolean good;
    if (client.endpoints() instanceof OpenId openId) {
      boolean announced =
          java.util.Objects.requireNonNull(issuer)
              .metadata()
              .filter(m -> m.namesIssuer())
              .isPresent();
      good = iss == null ? !announced : iss.equals(openId.issuer());
    } else {
      good = iss == null || isOrigin(iss, ((Plain) client.endpoints()).authorization());
    }
    if (!good) {
      throw failed(ProviderFailure.PROVIDER_ERROR, "iss of the answer (RFC 9207 2.4)");
    }
  }

  /** Of plain OAuth 2 no issuer is known: one of the same origin is the only one believed. */
  private static boolean isOrigin(String iss, URI endpoint) {
    try {
      var uri = new URI(iss);
      return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
          && endpoint.getHost().equalsIgnoreCase(uri.getHost())
          && endpoint.getPort() == uri.getPort();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Who signed in: redeems the code, validates what comes, asks who it is. */
  ProvenUser redeem(Attempt attempt, Confidential code) throws ProviderException {
    var endpoints = endpoints();
    var request =
        flow.redemption(tokenEndpoint(endpoints), code, attempt.redirectUri(), attempt.verifier());
    var tokens = calls.tokens(request);
    return idTokens == null
        ? plainUser(endpoints, tokens, attempt)
        : openIdUser(idTokens, endpoints, tokens, attempt);
  }

  private TokenEndpoint tokenEndpoint(Endpoints endpoints) throws ProviderException {
    return new TokenEndpoint(endpoints.token(), client.clientId(), proofs.proof(endpoints.token()));
  }

  private ProvenUser openIdUser(
      IdTokenCheck check, Endpoints endpoints, GivenTokens tokens, Attempt attempt)
      throws ProviderException {
    var idToken = tokens.idToken();
    if (idToken == null) {
      throw failed(ProviderFailure.INVALID_ID_TOKEN, "ID token: none (Core 3.1.3.3)");
    }
    var proven = check.check(idToken.reveal(), attempt, tokens.access().reveal());
    var claims = proven.claims();
    return new ProvenUser(
        openIdIdentity(endpoints, tokens, proven.subject(), List.of(claims)),
        client.claims().roles() != null,
        vouchedFor(claims),
        authenticatedAt(claims).orElse(null),
        claims.text("sid").map(this::sessionKey).orElseGet(() -> ownSessionKey(attempt)),
        idToken,
        client.keepsTokens() ? tokens : null);
  }

  /**
   * What it tells of somebody, wherever it tells it.
   *
   * @param claims of an ID token that was validated, or nothing
   */
  private ExternalIdentity openIdIdentity(
      Endpoints endpoints, GivenTokens tokens, String subject, List<JsonDocument> claims)
      throws ProviderException {
    var documents = new ArrayList<JsonDocument>(claims);
    if (endpoints.userInfo() != null && !claims.stream().anyMatch(users::areAllIn)) {
      documents.add(userInfo(endpoints.userInfo(), tokens.access(), subject));
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
      throw failed(ProviderFailure.USER_INFO_FAILED, "sub of the user info (Core 5.3.2)");
    }
    return info;
  }

  /** For tokens that are kept where the provider names no session: a session for each sign-in. */
  private @Nullable String ownSessionKey(Attempt attempt) {
    return client.keepsTokens()
        ? ProvenUser.sessionKey(client.identityIssuer(), client.clientId(), "of " + attempt.state())
        : null;
  }

  /** What a provider says that is asked again about somebody who signed in. */
  public record Renewed(GivenTokens tokens, ExternalIdentity identity) {}

  /** Whether it can be asked again by these. */
  public boolean canRenew(GivenTokens tokens) {
    return tokens.refresh() != null
        || (client.endpoints() instanceof Plain && tokens.isFresh(clock.instant()));
  }

  /**
   * Asks it for new tokens and for what it says of somebody now; where it gave no refresh token,
   * only for that.
   *
   * @return empty where it no longer grants anything
   * @throws ProviderException where it does not answer, or not with what proves the same person
   */
  public Optional<Renewed> renew(GivenTokens old, String subject) throws ProviderException {
    var endpoints = endpoints();
    var refresh = old.refresh();
    if (refresh == null) {
      var address = java.util.Objects.requireNonNull(endpoints.userInfo());
      var info = calls.userInfoIfGranted(address, old.access()).orElse(null);
      return info == null
          ? Optional.empty()
          : Optional.of(new Renewed(old, plainIdentity(info, subject)));
    }
    var asked = clock.instant();
    var renewed = calls.renewed(flow.refreshment(tokenEndpoint(endpoints), refresh)).orElse(null);
    if (renewed == null) {
      return Optional.empty();
    }
    var tokens = old.replacedBy(renewed);
    if (idTokens == null) {
      var address = java.util.Objects.requireNonNull(endpoints.userInfo());
      return Optional.of(
          new Renewed(tokens, plainIdentity(calls.userInfo(address, tokens.access()), subject)));
    }
    var idToken = tokens.idToken();
    var claims = new ArrayList<JsonDocument>();
    if (idToken != null) {
      var access = tokens.access().reveal();
      claims.add(idTokens.checkRenewed(idToken.reveal(), subject, asked, access).claims());
    }
    return Optional.of(new Renewed(tokens, openIdIdentity(endpoints, tokens, subject, claims)));
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
      var jws = java.util.Objects.requireNonNull(issuer).verifyOwn(accessToken);
      var claims = JsonDocument.parse(jws.payload());
      var openId = (OpenId) client.endpoints();
      boolean ours =
          claims.text("iss").filter(openId.issuer()::equals).isPresent()
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

  private ProvenUser plainUser(Endpoints endpoints, GivenTokens tokens, Attempt attempt)
      throws ProviderException {
    var address = java.util.Objects.requireNonNull(endpoints.userInfo());
    var info = calls.userInfo(address, tokens.access());
    var subject =
        users
            .subject(info)
            .orElseThrow(() -> failed(ProviderFailure.USER_INFO_FAILED, "user info: no id"));
    return new ProvenUser(
        users.identity(subject, List.of(info)),
        client.claims().roles() != null,
        Set.of(),
        null,
        ownSessionKey(attempt),
        null,
        client.keepsTokens() ? tokens : null);
  }

  private ExternalIdentity plainIdentity(JsonDocument info, String subject)
      throws ProviderException {
    if (!users.subject(info).filter(subject::equals).isPresent()) {
      throw failed(ProviderFailure.USER_INFO_FAILED, "user info: the id of another");
    }
    return users.identity(subject, List.of(info));
  }

  private static ProviderException failed(ProviderFailure failure, String check) {
    return new ProviderException(failure, check);
  }
}
