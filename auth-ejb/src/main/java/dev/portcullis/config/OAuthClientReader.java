package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.OAuthClientSettings.AppleKey;
import dev.portcullis.config.OAuthClientSettings.Claims;
import dev.portcullis.config.OAuthClientSettings.Credential;
import dev.portcullis.config.OAuthClientSettings.Endpoints;
import dev.portcullis.config.OAuthClientSettings.OpenId;
import dev.portcullis.config.OAuthClientSettings.Plain;
import dev.portcullis.config.OAuthClientSettings.PrivateKey;
import dev.portcullis.config.OAuthClientSettings.Secret;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one client; what is written wins over what its preset knows. */
final class OAuthClientReader {

  private static final List<String> OPENID_SCOPES = List.of("openid", "profile", "email");
  private static final URI NOWHERE = URI.create("https://invalid");

  private final String name;
  private final Section in;
  private final OAuthKeys keys;
  private final String presetName;
  private final @Nullable OAuthPreset preset;

  OAuthClientReader(String name, Section in, OAuthKeys keys) {
    this.name = name;
    this.in = in;
    this.keys = keys;
    this.presetName = in.find(keys.provider).orElse(name);
    this.preset = OAuthPreset.of(presetName).orElse(null);
  }

  OAuthClientSettings read() {
    refuseWhatThereIsNot();
    var clientId =
        in.require(keys.clientId, "is missing", "Write what the provider calls this application.")
            .orElse("");
    var endpoints = endpoints();
    var credential = credential();
    return new OAuthClientSettings(
        name,
        in.find(keys.label).orElse(preset == null ? name : preset.label()),
        identityIssuer(endpoints),
        endpoints,
        clientId,
        credential,
        scopes(endpoints),
        in.find(keys.redirectUrl).orElse(null),
        claims(endpoints),
        roleMapping(),
        in.readList(keys.defaultRoles),
        List.copyOf(openIdOnly(keys.acrValues, endpoints, in.readList(keys.acrValues))),
        openIdOnly(keys.maxAge, endpoints, in.find(keys.maxAge)).orElse(null),
        openIdOnly(keys.trustMfa, endpoints, in.read(keys.trustMfa)),
        in.read(keys.keepTokens));
  }

  private void refuseWhatThereIsNot() {
    if (in.has(keys.linkBy)) {
      in.refuse(
          keys.linkBy,
          "cannot be had: whoever has an address at a provider would get the account here (S48)",
          "Remove it; users link a provider in their account page.");
    }
  }

  private Endpoints endpoints() {
    var urls = Stream.of(keys.authUrl, keys.tokenUrl, keys.userInfoUrl).filter(in::has).toList();
    boolean presetIsPlain = preset != null && preset.isPlain();
    if (in.has(keys.issuer) && !urls.isEmpty()) {
      in.refuse(
          keys.issuer,
          "is there beside " + urls.get(0).name(),
          "Keep the issuer for OpenID Connect, or the three URLs for plain OAuth 2.");
    }
    if (!in.has(keys.issuer) && (!urls.isEmpty() || presetIsPlain)) {
      return plain();
    }
    return openId();
  }

  private Plain plain() {
    var known = preset;
    if (in.has(keys.reauthenticates)) {
      in.refuse(
          keys.reauthenticates,
          "is for OpenID Connect: plain OAuth 2 cannot tell when somebody signed in",
          "Remove it.");
    }
    return new Plain(
        url(keys.authUrl, known == null ? null : known.authorization()),
        url(keys.tokenUrl, known == null ? null : known.token()),
        url(keys.userInfoUrl, known == null ? null : known.userInfo()));
  }

  private URI url(Key<URI> key, @Nullable String known) {
    var written = in.find(key);
    if (written.isEmpty() && known != null) {
      return URI.create(known);
    }
    if (written.isEmpty() && !in.has(key)) {
      in.refuse(
          key,
          "is missing",
          "Plain OAuth 2 needs auth_url, token_url and user_info_url; OpenID Connect an issuer.");
    }
    return written.orElse(NOWHERE);
  }

  private OpenId openId() {
    var written = in.find(keys.issuer).map(URI::toString);
    var issuer = written.or(this::presetIssuer);
    if (issuer.isEmpty() && !in.has(keys.issuer) && !OAuthPreset.MICROSOFT.equals(presetName)) {
      in.refuse(
          keys.issuer,
          "is missing",
          "Write the issuer of OpenID Connect, or auth_url, token_url and user_info_url, or as"
              + " provider one of "
              + OAuthPreset.names()
              + ".");
    }
    if (written.isPresent() && written.get().contains("?")) {
      in.refuse(keys.issuer, "has a query", "Write it as it stands in iss.");
    }
    Set<JwsAlgorithm> algorithms = in.readList(keys.algorithms);
    if (algorithms.stream().anyMatch(JwsAlgorithm::isSymmetric)) {
      in.refuse(
          keys.algorithms,
          "has one for secrets: whoever knows the client's secret could sign for anybody (S45)",
          "Use RS…, PS…, ES… or EdDSA.");
    }
    return new OpenId(
        issuer.orElse(""),
        algorithms.isEmpty()
            ? EnumSet.of(JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.EDDSA)
            : algorithms,
        preset != null && preset.formPost(),
        in.find(keys.reauthenticates).orElse(preset == null || preset.reauthenticates()));
  }

  private Optional<String> presetIssuer() {
    if (!OAuthPreset.MICROSOFT.equals(presetName)) {
      return Optional.ofNullable(preset).map(OAuthPreset::issuer);
    }
    return in.require(
            keys.tenant,
            "is missing: each directory has an issuer of its own, and only that is accepted (S46)",
            "Write the directory's (tenant's) id.")
        .map(tenant -> "https://login.microsoftonline.com/" + tenant + "/v2.0");
  }

  /** Of plain OAuth 2 the preset's, so that its addresses may change, or the token endpoint's. */
  private String identityIssuer(Endpoints endpoints) {
    if (endpoints instanceof OpenId openId) {
      return openId.issuer();
    }
    boolean ownAddresses = in.has(keys.tokenUrl) || in.has(keys.userInfoUrl);
    var token = ((Plain) endpoints).token();
    var known = OAuthPreset.identityOf(presetName);
    if (known.isPresent() && (!ownAddresses || isOfPreset(token))) {
      return known.get();
    }
    var query = token.getRawQuery();
    var text = token.toString();
    return query == null ? text : text.substring(0, text.indexOf('?'));
  }

  /** Somebody else's addresses under a well-known name are not that provider. */
  private boolean isOfPreset(URI token) {
    var host = String.valueOf(token.getHost());
    return switch (presetName) {
      case "google" -> host.equals("oauth2.googleapis.com") || host.equals("accounts.google.com");
      default -> preset != null && token.toString().equals(preset.token());
    };
  }

  private Credential credential() {
    boolean apple = OAuthPreset.APPLE.equals(presetName);
    if (in.has(keys.clientSecret) == in.has(keys.privateKey)) {
      in.refuse(
          in.has(keys.clientSecret) ? keys.privateKey : keys.clientSecret,
          in.has(keys.clientSecret) ? "is there beside client_secret" : "is missing",
          apple
              ? "Write private_key, key_id and team_id."
              : "Write client_secret, or private_key for private_key_jwt.");
      return new Secret(Confidential.of(""), false);
    }
    if (in.has(keys.clientSecret)) {
      var secret = in.find(keys.clientSecret);
      if (secret.isPresent() && secret.get().isEmpty()) {
        in.refuse(keys.clientSecret, "is empty", "Write what the provider gave.");
      }
      boolean inBody = in.find(keys.clientAuth).orElse(preset != null && preset.secretInBody());
      return new Secret(secret.orElse(Confidential.of("")), inBody);
    }
    var key =
        new GivenKey(
            in.path() + ".private_key", in.find(keys.privateKey).orElse(Confidential.of("")));
    var keyId = in.find(keys.keyId).orElse(null);
    if (apple) {
      var team = in.require(keys.teamId, "is missing", "Write the id of the developer's team.");
      var id = in.require(keys.keyId, "is missing", "Write the id of the key.");
      return new AppleKey(key, team.orElse(""), id.orElse(""));
    }
    var algorithm = in.read(keys.keyAlgorithm);
    if (algorithm.isSymmetric()) {
      in.refuse(keys.keyAlgorithm, "is for secrets", "Use RS…, PS…, ES… or EdDSA.");
    }
    return new PrivateKey(key, algorithm, keyId);
  }

  private List<String> scopes(Endpoints endpoints) {
    var scopes = new ArrayList<String>(in.readList(keys.scopes));
    if (scopes.isEmpty()) {
      scopes.addAll(preset == null ? OPENID_SCOPES : preset.scopes());
    }
    if (endpoints instanceof OpenId && !scopes.contains("openid")) {
      scopes.add(0, "openid");
    }
    return scopes;
  }

  private Claims claims(Endpoints endpoints) {
    boolean openId = endpoints instanceof OpenId;
    boolean presetsOwn = preset != null && openId != preset.isPlain();
    if (openId && in.has(keys.idClaim)) {
      in.refuse(
          keys.idClaim,
          "is there with an issuer: who somebody is, is sub (OpenID Connect Core 1.0 5.7)",
          "Remove it.");
    }
    var subject = openId ? "sub" : presetsOwn ? preset().subject() : "id";
    var username = presetsOwn ? preset().username() : openId ? "preferred_username" : "username";
    var picture = presetsOwn ? preset().picture() : "picture";
    return new Claims(
        in.find(keys.idClaim).orElseGet(() -> path(subject)),
        in.find(keys.usernameClaim).orElseGet(() -> path(username)),
        in.read(keys.emailClaim),
        in.read(keys.nameClaim),
        in.find(keys.pictureClaim).orElseGet(() -> path(picture)),
        in.find(keys.roleClaim).orElse(null));
  }

  private OAuthPreset preset() {
    return java.util.Objects.requireNonNull(preset);
  }

  private static ClaimPath path(String text) {
    return new ClaimPath(List.of(text.split("\\.", -1)));
  }

  private Map<String, Set<String>> roleMapping() {
    var section = in.section("role_mapping");
    var mapping = section.readLists(keys.roleMapping);
    if (!mapping.isEmpty() && !in.has(keys.roleClaim)) {
      section.refuse("is there without role_claim, so it maps nothing", "Write role_claim.");
    }
    return mapping;
  }

  private <T> T openIdOnly(Key<?> key, Endpoints endpoints, T value) {
    if (in.has(key) && endpoints instanceof Plain) {
      in.refuse(key, "is for OpenID Connect, and this is plain OAuth 2", "Remove it.");
    }
    return value;
  }
}
