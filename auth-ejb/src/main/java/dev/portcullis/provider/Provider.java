package dev.portcullis.provider;

import dev.portcullis.CodeFlow;
import dev.portcullis.CodeFlow.AuthorizationRequest;
import dev.portcullis.CodeFlow.TokenEndpoint;
import dev.portcullis.Confidential;
import dev.portcullis.ProviderFailure;
import dev.portcullis.ProviderInfo;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.config.OAuthClientSettings.OpenId;
import dev.portcullis.config.OAuthClientSettings.Plain;
import dev.portcullis.crypto.Digests;
import dev.portcullis.fetch.ServiceAnswer;
import dev.portcullis.fetch.ServiceCaller;
import dev.portcullis.fetch.ServiceRequest;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One provider: where it is, how it is asked, and what its answers prove. */
public final class Provider {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.provider");
  private static final long SKEW = 60;
  private static final int LONGEST_TOKEN = 16 * 1024;

  private final OAuthClientSettings client;
  private final CodeFlow flow;
  private final ServiceCaller services;
  private final ClientProofs proofs;
  private final UserClaims users;
  private final @Nullable OpenIdIssuer issuer;
  private final @Nullable IdTokenCheck idTokens;
  private final @Nullable LogoutTokenCheck logoutTokens;
  private final Clock clock;

  /** Where it is just now. */
  record Endpoints(URI authorization, URI token, @Nullable URI userInfo) {}

  /** What its token endpoint gave. */
  record Tokens(String access, @Nullable String id) {

    @Override
    public String toString() {
      return "Tokens";
    }
  }

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
    this.services = services;
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
    var endpoint =
        new TokenEndpoint(endpoints.token(), client.clientId(), proofs.proof(endpoints.token()));
    var request = flow.redemption(endpoint, code, attempt.redirectUri(), attempt.verifier());
    var tokens = tokens(request);
    return idTokens == null
        ? plainUser(endpoints, tokens)
        : openIdUser(idTokens, endpoints, tokens, attempt);
  }

  private ProvenUser openIdUser(
      IdTokenCheck check, Endpoints endpoints, Tokens tokens, Attempt attempt)
      throws ProviderException {
    if (tokens.id() == null) {
      throw failed(ProviderFailure.INVALID_ID_TOKEN, "ID token: none (Core 3.1.3.3)");
    }
    var proven = check.check(tokens.id(), attempt, tokens.access());
    var documents = new ArrayList<JsonDocument>();
    documents.add(proven.claims());
    if (endpoints.userInfo() != null && !users.areAllIn(proven.claims())) {
      var info = userInfo(endpoints.userInfo(), tokens.access());
      if (!info.text("sub").filter(proven.subject()::equals).isPresent()) {
        throw failed(ProviderFailure.USER_INFO_FAILED, "sub of the user info (Core 5.3.2)");
      }
      documents.add(info);
    }
    if (client.claims().roles() != null && !users.haveRoles(documents)) {
      accessTokenClaims(tokens.access(), proven.subject()).ifPresent(documents::add);
    }
    return new ProvenUser(
        users.identity(proven.subject(), documents),
        client.claims().roles() != null,
        vouchedFor(proven.claims()),
        authenticatedAt(proven.claims()).orElse(null),
        proven.claims().text("sid").map(this::sessionKey).orElse(null),
        Confidential.of(tokens.id()));
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

  private ProvenUser plainUser(Endpoints endpoints, Tokens tokens) throws ProviderException {
    var address = java.util.Objects.requireNonNull(endpoints.userInfo());
    var info = userInfo(address, tokens.access());
    var subject =
        users
            .subject(info)
            .orElseThrow(() -> failed(ProviderFailure.USER_INFO_FAILED, "user info: no id"));
    return new ProvenUser(
        users.identity(subject, List.of(info)),
        client.claims().roles() != null,
        Set.of(),
        null,
        null,
        null);
  }

  /** RFC 6749 5.1. GitHub answers errors with 200. */
  private Tokens tokens(CodeFlow.TokenRequest request) throws ProviderException {
    var answer =
        services.send(
            new ServiceRequest(request.address(), request.headers(), request.body().reveal()));
    var json = json(answer, ProviderFailure.TOKEN_EXCHANGE_FAILED, "token endpoint");
    if (json.has("error")) {
      throw failed(ProviderFailure.TOKEN_EXCHANGE_FAILED, "token endpoint: error (RFC 6749 5.2)");
    }
    var access = json.text("access_token").filter(Provider::isToken).orElse(null);
    var type = json.text("token_type").orElse("");
    if (access == null || !type.equalsIgnoreCase("bearer")) {
      throw failed(
          ProviderFailure.TOKEN_EXCHANGE_FAILED, "token endpoint: no bearer token (RFC 6749 5.1)");
    }
    return new Tokens(access, json.text("id_token").orElse(null));
  }

  /** It goes into a header (RFC 6750 2.1). */
  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_TOKEN
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private JsonDocument userInfo(URI address, String accessToken) throws ProviderException {
    var answer =
        services.send(
            new ServiceRequest(address, Map.of("Authorization", "Bearer " + accessToken), null));
    return json(answer, ProviderFailure.USER_INFO_FAILED, "user info");
  }

  private JsonDocument json(ServiceAnswer answer, ProviderFailure failure, String what)
      throws ProviderException {
    var good =
        answer.fold(
            json -> json.status() == 200 ? Optional.of(json.content()) : Optional.<byte[]>empty(),
            none -> Optional.<byte[]>empty());
    if (good.isEmpty()) {
      var reason =
          answer.fold(json -> "it answers " + json.status() + code(json), none -> none.reason());
      LOG.log(System.Logger.Level.WARNING, "Provider {0}: {1}: {2}", client.name(), what, reason);
      throw failed(failure, what + ": no answer that serves");
    }
    try {
      return JsonDocument.parse(good.get());
    } catch (MalformedException e) {
      throw failed(failure, what + ": no strict JSON (S7)");
    }
  }

  /** {@code invalid_client} tells an operator what to look at; only words of the standard. */
  private static String code(ServiceAnswer.Json json) {
    try {
      return JsonDocument.parse(json.content())
          .text("error")
          .filter(code -> code.matches("[a-z_]{1,40}"))
          .map(code -> " " + code)
          .orElse("");
    } catch (MalformedException e) {
      return "";
    }
  }

  private static ProviderException failed(ProviderFailure failure, String check) {
    return new ProviderException(failure, check);
  }
}
