package dev.portcullis.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.Caller;
import dev.portcullis.TokenVerification;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.fetch.DocumentFetcher;
import dev.portcullis.fetch.FetchResult;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.issuer.ForeignIssuers;
import dev.portcullis.jose.Base64Url;
import dev.portcullis.jose.Jwk;
import dev.portcullis.jose.PrivateSigningKey;
import dev.portcullis.jose.PublicVerificationKey;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.jose.Signer;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.TestSettings;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Tokens of two other issuers, their keys, and a verifier that is configured for both. */
final class ForeignTokens {

  static final String CORP = "https://idp.example.com/realms/corp";
  static final String OTHER = "https://other.example.com/";
  static final Pair CORP_KEY = Pair.ec();
  static final Pair OTHER_KEY = Pair.ec();
  static final Pair RSA = Pair.rsa();

  private final MutableClock clock = new MutableClock();
  private final Map<String, FetchResult> web = new HashMap<>();
  private int fetches;
  private final DocumentFetcher fetcher = new Web();
  private ForeignIssuers issuers = ForeignIssuers.none();
  private StrictAccessTokenVerifier verifier;

  /** Asks nobody outside. */
  private final class Web implements DocumentFetcher {

    @Override
    public FetchResult fetch(URI address) {
      fetches++;
      return web.getOrDefault(address.toString(), new FetchResult.Failed("no answer"));
    }

    @Override
    public boolean isHere(URI address) {
      return LimitedFetcher.isLoopback(address)
          || String.valueOf(address.getHost()).endsWith(".inside.example.com");
    }
  }

  /** A key pair of an issuer. */
  record Pair(JwsAlgorithm algorithm, KeyPair pair) {

    static Pair ec() {
      try {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new Pair(JwsAlgorithm.ES256, generator.generateKeyPair());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    static Pair rsa() {
      try {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return new Pair(JwsAlgorithm.RS256, generator.generateKeyPair());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    Signer signer(String kid) {
      return new PrivateSigningKey(kid, algorithm, pair.getPrivate());
    }

    String jwk(String kid) {
      try {
        return Jwk.write(PublicVerificationKey.of(kid, algorithm, pair.getPublic()));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Both publish their keys, which are fetched. */
  ForeignTokens() {
    publish("corp", CORP_KEY.jwk("c1"));
    publish("other", OTHER_KEY.jwk("o1"));
    verifier = started(settings(""));
  }

  MutableClock clock() {
    return clock;
  }

  /** What is found at each address. */
  Map<String, FetchResult> web() {
    return web;
  }

  /** How often anything was fetched. */
  int fetches() {
    return fetches;
  }

  /** What is done in the background, now. */
  void refresh() {
    issuers.backgroundWork().values().forEach(Runnable::run);
  }

  /** By the names of the issuers. */
  Map<String, String> states() {
    return issuers.states();
  }

  /** Has an issuer publish those keys. */
  void publish(String issuer, String... jwks) {
    var set = Stream.of(jwks).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    web.put(
        "https://keys.example.com/" + issuer, new FetchResult.Document(set.getBytes(UTF_8), null));
  }

  /**
   * Starts anew.
   *
   * @param more a key of the first issuer
   */
  void start(String more) {
    verifier = started(settings(more));
  }

  /** The first issuer alone, whose keys are found through its metadata. */
  void discovering() {
    verifier =
        started(
            TestSettings.of(
                """
                auth:
                  providers:
                    local: {enabled: false}
                    jwt: {issuers: [{issuer: %s, name: corp, audience: orders}]}
                """
                    .formatted(CORP)));
  }

  private StrictAccessTokenVerifier started(AuthSettings settings) {
    issuers =
        ForeignIssuers.of(
            settings.issuers(),
            "auth-admin",
            SignatureProvider.JDK,
            fetcher,
            clock,
            Runnable::run,
            (name, good) -> {});
    refresh();
    return StrictAccessTokenVerifier.stateless(settings.jwt(), issuers, clock);
  }

  private static AuthSettings settings(String more) {
    return TestSettings.of(
        """
        auth:
          providers:
            local: {enabled: false}
            jwt:
              issuers:
                - issuer: %s
                  name: corp
                  jwks_uri: https://keys.example.com/corp
                  audience: orders
                  role_claim: realm_access.roles
                  %s
                - issuer: %s
                  jwks_uri: https://keys.example.com/other
                  audience: orders
                  role_claim: roles
                  typ: jwt
        """
            .formatted(CORP, more, OTHER));
  }

  /** Of a good token of that issuer, valid for five minutes. */
  Map<String, Object> claims(String issuer) {
    long now = clock.instant().getEpochSecond();
    var claims = new LinkedHashMap<String, Object>();
    claims.put("iss", issuer);
    claims.put("aud", List.of("account", "orders"));
    claims.put("sub", "f81d4fae");
    claims.put("iat", now);
    claims.put("exp", now + 300);
    claims.put("jti", "t1");
    claims.put("azp", "web");
    claims.put("preferred_username", "admin");
    claims.put("roles", List.of("clerk"));
    claims.put("realm_access", Map.of("roles", List.of("clerk", "auth-admin", "a b", "x,y")));
    return claims;
  }

  String token(Map<String, ?> claims, Signer signer) {
    return token("at+jwt", signer.kid(), claims, signer);
  }

  static String token(String typ, String kid, Map<String, ?> claims, Signer signer) {
    return signed(
        "{\"alg\":\"ALG\",\"typ\":\"%s\",\"kid\":\"%s\"}".formatted(typ, kid), claims, signer);
  }

  static String signed(String header, Map<String, ?> claims, Signer signer) {
    var completed = header.replace("ALG", signer.algorithm().wireName());
    var text =
        Base64Url.encode(completed.getBytes(UTF_8))
            + "."
            + Base64Url.encode(new JsonMapper().writeValueAsBytes(claims));
    return text + "." + Base64Url.encode(signer.sign(text.getBytes(UTF_8)));
  }

  /** Where it is refused; {@code live} or {@code unavailable}. */
  String verdict(String token) {
    return verifier
        .verify(token)
        .fold(valid -> "live", TokenVerification.Invalid::stage, () -> "unavailable");
  }

  /** A good token of the first issuer, but for that change. */
  String corp(Consumer<Map<String, Object>> change) {
    var claims = claims(CORP);
    change.accept(claims);
    return token(claims, CORP_KEY.signer("c1"));
  }

  /** Of a good one. */
  Caller caller(String token) {
    return verifier
        .verify(token)
        .fold(
            TokenVerification.Valid::caller,
            invalid -> {
              throw new AssertionError(invalid);
            },
            () -> {
              throw new AssertionError("unavailable");
            });
  }
}
