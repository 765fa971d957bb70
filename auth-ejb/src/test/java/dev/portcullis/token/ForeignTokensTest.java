package dev.portcullis.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Caller;
import dev.portcullis.TokenVerification;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.fetch.DocumentFetcher;
import dev.portcullis.fetch.FetchResult;
import dev.portcullis.issuer.ForeignIssuers;
import dev.portcullis.jose.Base64Url;
import dev.portcullis.jose.HmacKey;
import dev.portcullis.jose.Jwk;
import dev.portcullis.jose.PrivateSigningKey;
import dev.portcullis.jose.PublicVerificationKey;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.jose.Signer;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Tokens of two other issuers, of which one may be hostile to the other. */
class ForeignTokensTest {

  private static final String CORP = "https://idp.example.com/realms/corp";
  private static final String OTHER = "https://other.example.com/";
  private static final Pair CORP_KEY = Pair.ec();
  private static final Pair OTHER_KEY = Pair.ec();
  private static final Pair RSA = Pair.rsa();

  private final MutableClock clock = new MutableClock();
  private final Map<String, FetchResult> web = new HashMap<>();
  private int fetches;
  private final DocumentFetcher fetcher =
      address -> {
        fetches++;
        return web.getOrDefault(address.toString(), new FetchResult.Failed("no answer"));
      };
  private ForeignIssuers issuers = ForeignIssuers.none();
  private StrictAccessTokenVerifier verifier = start("");

  /** A key pair of an issuer. */
  private record Pair(JwsAlgorithm algorithm, KeyPair pair) {

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

  @BeforeEach
  void bothIssuersPublishTheirKeys() {
    publish("corp", CORP_KEY.jwk("c1"));
    publish("other", OTHER_KEY.jwk("o1"));
    verifier = start("");
  }

  private void publish(String issuer, String... jwks) {
    var set = Stream.of(jwks).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    web.put(
        "https://keys.example.com/" + issuer, new FetchResult.Document(set.getBytes(UTF_8), null));
  }

  private StrictAccessTokenVerifier start(String more) {
    return start(more, Runnable::run);
  }

  private StrictAccessTokenVerifier start(String more, Executor executor) {
    var settings = settings(more);
    issuers =
        ForeignIssuers.of(
            settings.issuers(),
            "auth-admin",
            SignatureProvider.JDK,
            fetcher,
            clock,
            executor,
            (name, good) -> {});
    issuers.backgroundWork().values().forEach(Runnable::run);
    return StrictAccessTokenVerifier.stateless(settings.jwt(), issuers, clock);
  }

  private static AuthSettings settings(String more) {
    return dev.portcullis.testing.TestSettings.of(
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

  private Map<String, Object> claims(String issuer) {
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

  private String token(Map<String, ?> claims, Signer signer) {
    return token("at+jwt", signer.kid(), claims, signer);
  }

  private static String token(String typ, String kid, Map<String, ?> claims, Signer signer) {
    return signed(
        "{\"alg\":\"ALG\",\"typ\":\"%s\",\"kid\":\"%s\"}".formatted(typ, kid), claims, signer);
  }

  private static String signed(String header, Map<String, ?> claims, Signer signer) {
    var completed = header.replace("ALG", signer.algorithm().wireName());
    var text =
        Base64Url.encode(completed.getBytes(UTF_8))
            + "."
            + Base64Url.encode(new JsonMapper().writeValueAsBytes(claims));
    return text + "." + Base64Url.encode(signer.sign(text.getBytes(UTF_8)));
  }

  private String verdict(String token) {
    return verifier
        .verify(token)
        .fold(valid -> "live", TokenVerification.Invalid::stage, () -> "unavailable");
  }

  private String corp(Consumer<Map<String, Object>> change) {
    var claims = claims(CORP);
    change.accept(claims);
    return token(claims, CORP_KEY.signer("c1"));
  }

  private Caller caller(String token) {
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

  @Test
  void aGoodTokenStandsForItsSubject() {
    var caller = caller(corp(claims -> {}));
    assertThat(caller.getUsername()).isEqualTo("corp:f81d4fae");
    assertThat(caller.getId()).matches("[0-9a-f]{32}");
    assertThat(caller.getAuthenticatedAt().getEpochSecond()).isZero();
  }

  @Test
  @Proves({"S11", "S85"})
  void rolesComeOfTheMappedClaimAndNeverTheAdministrators() {
    assertThat(caller(corp(claims -> {})).getRoles()).containsExactly("clerk");
    verifier = start("role_mapping: {clerk: [user, auth-admin]}");
    assertThat(caller(corp(claims -> {})).getRoles())
        .containsExactlyInAnyOrder("user", "auth-admin");
    assertThat(caller(corp(claims -> claims.remove("realm_access"))).getRoles()).isEmpty();
  }

  @Test
  @Proves({"S1", "S9"})
  void anIssuerDoesNotSpeakForAnother() {
    assertThat(verdict(token(claims(CORP), OTHER_KEY.signer("o1")))).isEqualTo("issuer");
    assertThat(verdict(token(claims(OTHER), CORP_KEY.signer("c1")))).isEqualTo("issuer");
    assertThat(verdict(token(claims(CORP), OTHER_KEY.signer("c1")))).isEqualTo("signature");
  }

  @Test
  @Proves({"S1", "S4"})
  void aHostileIssuerThatPublishesAnothersIdDisplacesNothing() {
    publish("other", OTHER_KEY.jwk("c1"));
    verifier = start("");
    assertThat(verdict(token(claims(CORP), CORP_KEY.signer("c1")))).isEqualTo("live");
    assertThat(verdict(token(claims(OTHER), OTHER_KEY.signer("c1")))).isEqualTo("live");
    assertThat(verdict(token(claims(CORP), OTHER_KEY.signer("c1")))).isEqualTo("issuer");
  }

  @Test
  @Proves({"S1", "S4"})
  void aHostileIssuerThatPublishesAnothersVeryKeyDisplacesNothing() {
    publish("other", CORP_KEY.jwk("c1"));
    publish("corp", CORP_KEY.jwk("c1"));
    verifier = start("");
    assertThat(verdict(token(claims(CORP), CORP_KEY.signer("c1")))).isEqualTo("live");
  }

  @Test
  @Proves("S2")
  void aPublicKeyIsNoSecret() throws GeneralSecurityException {
    publish("corp", RSA.jwk("r1"));
    verifier = start("");
    assertThat(verdict(token(claims(CORP), RSA.signer("r1")))).isEqualTo("live");
    for (var secret : List.of(RSA.pair.getPublic().getEncoded(), RSA.jwk("r1").getBytes(UTF_8))) {
      var forger = HmacKey.of("r1", JwsAlgorithm.HS256, secret);
      assertThat(verdict(token(claims(CORP), forger))).isEqualTo("key");
    }
    assertThat(verdict(signed("{\"alg\":\"none\",\"kid\":\"r1\"}", claims(CORP), RSA.signer("r1"))))
        .isEqualTo("key");
  }

  @Test
  @Proves({"S2", "S3"})
  void onlyTheAlgorithmsAllowedAreBound() {
    verifier = start("algorithms: [RS256]");
    assertThat(verdict(corp(claims -> {}))).isEqualTo("unavailable");
    publish("corp", RSA.jwk("r1").replace("RS256", "PS256"));
    verifier = start("algorithms: [RS256]");
    assertThat(verdict(token(claims(CORP), RSA.signer("r1")))).isEqualTo("unavailable");
  }

  @ParameterizedTest
  @Proves("S4")
  @ValueSource(strings = {"jwk", "jku", "x5u", "x5c", "crit", "b64", "enc", "zip"})
  void nothingInTheHeaderChoosesAKey(String parameter) {
    int before = fetches;
    var header =
        "{\"alg\":\"ALG\",\"typ\":\"at+jwt\",\"kid\":\"c1\",\"%s\":\"https://attacker.example/\"}"
            .formatted(parameter);
    assertThat(verdict(signed(header, claims(CORP), CORP_KEY.signer("c1")))).isEqualTo("header");
    assertThat(fetches).isEqualTo(before);
  }

  @Test
  void aThumbprintIsPassedOver() {
    var header = "{\"alg\":\"ALG\",\"typ\":\"at+jwt\",\"kid\":\"c1\",\"x5t\":\"abc\"}";
    assertThat(verdict(signed(header, claims(CORP), CORP_KEY.signer("c1")))).isEqualTo("live");
  }

  @Test
  @Proves("S4")
  void aKeysIdIsAnyTextOf256Characters() {
    publish("corp", CORP_KEY.jwk("k".repeat(256)), CORP_KEY.jwk("k".repeat(257)));
    verifier = start("");
    assertThat(verdict(token(claims(CORP), CORP_KEY.signer("k".repeat(256))))).isEqualTo("live");
    assertThat(verdict(token(claims(CORP), CORP_KEY.signer("k".repeat(257))))).isEqualTo("header");
  }

  @ParameterizedTest
  @Proves("S5")
  @ValueSource(strings = {"{\"sub\":\"x\"}", "eyJhbGciOiJub25lIn0.e30.", "a.b.c"})
  void anEncryptedTokenIsRefusedWhateverItHolds(String inner) {
    var header = "{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\",\"kid\":\"c1\",\"cty\":\"JWT\"}";
    var jwe =
        Base64Url.encode(header.getBytes(UTF_8))
            + ".AA.AA."
            + Base64Url.encode(inner.getBytes(UTF_8))
            + ".AA";
    assertThat(verdict(jwe)).isIn("parse", "header");
  }

  @ParameterizedTest
  @Proves("S8")
  @CsvSource({
    "exp, 1.5, claims",
    "iat, 1.5, claims",
    "exp, , time",
    "iat, , time",
    "nbf, 1.5, claims"
  })
  void timesAreRequiredIntegers(String claim, Double value, String stage) {
    assertThat(
            verdict(
                corp(
                    claims -> {
                      if (value == null) {
                        claims.remove(claim);
                      } else {
                        claims.put(claim, value);
                      }
                    })))
        .isEqualTo(stage);
  }

  @Test
  @Proves("S8")
  void noTokenLivesLongerThanAllowed() {
    long now = clock.instant().getEpochSecond();
    assertThat(verdict(corp(claims -> claims.put("exp", now + 86_400)))).isEqualTo("live");
    assertThat(verdict(corp(claims -> claims.put("exp", now + 86_401)))).isEqualTo("time");
    verifier = start("max_lifetime: 5m");
    assertThat(verdict(corp(claims -> claims.put("exp", now + 300)))).isEqualTo("live");
    assertThat(verdict(corp(claims -> claims.put("exp", now + 301)))).isEqualTo("time");
  }

  @Test
  @Proves("S9")
  void theAudienceMustBeOurs() {
    assertThat(verdict(corp(claims -> claims.put("aud", "orders")))).isEqualTo("live");
    assertThat(verdict(corp(claims -> claims.put("aud", "Orders")))).isEqualTo("audience");
    assertThat(verdict(corp(claims -> claims.put("aud", List.of())))).isEqualTo("audience");
    assertThat(verdict(corp(claims -> claims.remove("aud")))).isEqualTo("audience");
    assertThat(verdict(corp(claims -> claims.remove("iss")))).isEqualTo("issuer");
    assertThat(verdict(corp(claims -> claims.put("iss", CORP + "/")))).isEqualTo("issuer");
  }

  @Test
  @Proves("S10")
  void anIdTokenIsNoAccessToken() {
    assertThat(verdict(token("JWT", "c1", claims(CORP), CORP_KEY.signer("c1")))).isEqualTo("type");
    var other = OTHER_KEY.signer("o1");
    assertThat(verdict(token("JWT", "o1", claims(OTHER), other))).isEqualTo("live");
    assertThat(verdict(token("logout+jwt", "o1", claims(OTHER), other))).isEqualTo("type");
    for (var sign : List.of("nonce", "at_hash", "c_hash", "events")) {
      var claims = claims(OTHER);
      claims.put(sign, "x");
      assertThat(verdict(token("JWT", "o1", claims, other))).as(sign).isEqualTo("type");
    }
    var named = claims(OTHER);
    named.put("typ", "ID");
    assertThat(verdict(token("JWT", "o1", named, other))).isEqualTo("type");
    named.put("typ", "Bearer");
    assertThat(verdict(token("JWT", "o1", named, other))).isEqualTo("live");
  }

  @Test
  @Proves("S11")
  void theSameSubjectOfTwoIssuersIsTwoCallers() {
    var one = caller(corp(claims -> {}));
    var two = caller(token(claims(OTHER), OTHER_KEY.signer("o1")));
    assertThat(two.getId()).isNotEqualTo(one.getId());
    assertThat(two.getUsername()).isEqualTo("other.example.com:f81d4fae");
    assertThat(two.getSessionId()).isNotEqualTo(one.getSessionId());
  }

  @Test
  @Proves("S11")
  void subjectsAreComparedByteForByte() {
    var random = new Random(11);
    var alphabet = List.of("a", "A", "á", "a\u0301", "\uFF41", "ß", "ss", "İ", "i", "0", "Ω", "Ω");
    var subjects = new HashSet<String>();
    for (int i = 0; i < 300; i++) {
      var subject = new StringBuilder();
      int length = 1 + random.nextInt(4);
      for (int j = 0; j < length; j++) {
        subject.append(alphabet.get(random.nextInt(alphabet.size())));
      }
      subjects.add(subject.toString());
    }
    Set<String> ids = new HashSet<>();
    for (var subject : subjects) {
      var caller = caller(corp(claims -> claims.put("sub", subject)));
      assertThat(caller.getUsername()).isEqualTo("corp:" + subject);
      ids.add(caller.getId());
    }
    assertThat(ids).hasSameSizeAs(subjects);
  }

  @ParameterizedTest
  @Proves("S11")
  @ValueSource(strings = {"", " a", "a ", "a\n", "a\u202Eb", "a\u200Bb", "a\u0000"})
  void aSubjectThatReadsAsAnotherIsRefused(String subject) {
    assertThat(verdict(corp(claims -> claims.put("sub", subject)))).isEqualTo("claims");
  }

  @Test
  @Proves("S83")
  void aNameFromElsewhereIsNeverThatOfALocalAccount() {
    verifier = start("username_claim: preferred_username");
    assertThat(caller(corp(claims -> {})).getUsername()).isEqualTo("corp:admin");
    assertThat(verdict(corp(claims -> claims.remove("preferred_username")))).isEqualTo("claims");
  }

  @ParameterizedTest
  @Proves("S83")
  @ValueSource(
      strings = {"other.example.com:f81d4fae", "OTHER.example.com:x", "\uFF4Fther.example.com:x"})
  void aPlainNameIsNeverThatOfAnotherIssuersCaller(String subject) {
    verifier = start("principal: plain");
    assertThat(caller(corp(claims -> {})).getUsername()).isEqualTo("f81d4fae");
    assertThat(verdict(corp(claims -> claims.put("sub", subject)))).isEqualTo("claims");
    assertThat(caller(corp(claims -> claims.put("sub", "corp:x"))).getUsername())
        .isEqualTo("corp:x");
  }

  @ParameterizedTest
  @Proves("S46")
  @CsvSource({
    "https://keys.example.com/corp, true",
    "https://127.0.0.1/corp, false",
    "https://localhost/corp, false",
    "https://[::1]/corp, false",
    "http://localhost/corp, false",
    "http://keys.example.com/corp, false",
    "https://a@keys.example.com/corp, false",
    "file:///etc/corp, false",
    "//keys.example.com/corp, false",
  })
  void metadataOfAnotherMachineNamesNoAddressOnThisOne(String jwksUri, boolean followed) {
    var metadata = "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(CORP, jwksUri);
    web.put(
        CORP + "/.well-known/openid-configuration",
        new FetchResult.Document(metadata.getBytes(UTF_8), null));
    var keys = web.get("https://keys.example.com/corp");
    web.put(jwksUri, keys);
    verifier = discovering();
    assertThat(verdict(corp(claims -> {}))).isEqualTo(followed ? "live" : "unavailable");
  }

  @Test
  @Proves("S46")
  void metadataMustNameTheIssuerItWasAskedOf() {
    var metadata =
        "{\"issuer\":\"%s\",\"jwks_uri\":\"https://keys.example.com/corp\"}".formatted(OTHER);
    web.put(
        CORP + "/.well-known/openid-configuration",
        new FetchResult.Document(metadata.getBytes(UTF_8), null));
    verifier = discovering();
    assertThat(verdict(corp(claims -> {}))).isEqualTo("unavailable");
  }

  /** The first issuer alone, whose keys are found through its metadata. */
  private StrictAccessTokenVerifier discovering() {
    var settings =
        dev.portcullis.testing.TestSettings.of(
            """
            auth:
              providers:
                local: {enabled: false}
                jwt: {issuers: [{issuer: %s, name: corp, audience: orders}]}
            """
                .formatted(CORP));
    issuers =
        ForeignIssuers.of(
            settings.issuers(),
            "auth-admin",
            SignatureProvider.JDK,
            fetcher,
            clock,
            Runnable::run,
            (name, good) -> {});
    issuers.backgroundWork().values().forEach(Runnable::run);
    return StrictAccessTokenVerifier.stateless(settings.jwt(), issuers, clock);
  }

  @Test
  @Proves("S18")
  void aKeyThatIsTakenOutTakesItsTokensAlong() {
    var token = corp(claims -> claims.put("exp", clock.instant().getEpochSecond() + 80_000));
    assertThat(verdict(token)).isEqualTo("live");
    publish("corp", OTHER_KEY.jwk("c2"));
    clock.advance(Duration.ofHours(1));
    issuers.backgroundWork().values().forEach(Runnable::run);
    assertThat(verdict(token)).isEqualTo("key");
  }

  @Test
  @Proves("S46")
  void aNewKeyIsLookedForButNotForEachToken() {
    int before = fetches;
    publish("corp", CORP_KEY.jwk("c1"), RSA.jwk("c2"));
    var token = token(claims(CORP), RSA.signer("c2"));
    assertThat(verdict(token)).isEqualTo("key");
    assertThat(fetches).isEqualTo(before);
    clock.advance(Duration.ofSeconds(30));
    assertThat(verdict(token)).isEqualTo("live");
    int after = fetches;
    for (int i = 0; i < 1000; i++) {
      assertThat(verdict(token("at+jwt", "x" + i, claims(CORP), RSA.signer("c2"))))
          .isEqualTo("key");
    }
    assertThat(fetches).isEqualTo(after);
  }

  @Test
  @Proves("S74")
  void whileKeysCannotBeHadItsTokensAreNeitherTakenNorRefused() {
    web.clear();
    verifier = start("");
    assertThat(verdict(corp(claims -> {}))).isEqualTo("unavailable");
    publish("corp", CORP_KEY.jwk("c1"));
    publish("other", OTHER_KEY.jwk("o1"));
    clock.advance(Duration.ofMinutes(1));
    assertThat(verdict(corp(claims -> {}))).isEqualTo("live");
  }

  @Test
  @Proves("S74")
  void theLastKeysServeUntilTheyAreTooOld() {
    verifier = start("max_stale: 2h");
    var token = corp(claims -> claims.put("exp", clock.instant().getEpochSecond() + 80_000));
    assertThat(verdict(token)).isEqualTo("live");
    web.clear();
    clock.advance(Duration.ofHours(2));
    issuers.backgroundWork().values().forEach(Runnable::run);
    assertThat(verdict(token)).isEqualTo("live");
    assertThat(issuers.states()).containsEntry("corp", "stale");
    clock.advance(Duration.ofSeconds(1));
    assertThat(verdict(token)).isEqualTo("unavailable");
    assertThat(issuers.states()).containsEntry("corp", "down");
  }

  @Test
  @Proves("S46")
  void aSetThatIsNoGoodLeavesTheLastOneInForce() {
    var thousand =
        Stream.iterate(0, i -> i + 1)
            .limit(1000)
            .map(i -> OTHER_KEY.jwk("k" + i))
            .toArray(String[]::new);
    publish("corp", thousand);
    clock.advance(Duration.ofHours(1));
    issuers.backgroundWork().values().forEach(Runnable::run);
    assertThat(verdict(corp(claims -> {}))).isEqualTo("live");
    assertThat(verdict(token(claims(CORP), OTHER_KEY.signer("k1")))).isEqualTo("unavailable");
  }

  @Test
  @Proves("S3")
  void aWeakOrDoubtfulKeyIsLeftOut() {
    publish(
        "corp",
        CORP_KEY.jwk("c1"),
        OTHER_KEY.jwk("twice"),
        CORP_KEY.jwk("twice"),
        OTHER_KEY.jwk("enc").replace("\"sig\"", "\"enc\""),
        OTHER_KEY.jwk("private").replace("{", "{\"d\":\"AA\","));
    verifier = start("");
    assertThat(verdict(corp(claims -> {}))).isEqualTo("live");
    for (var kid : List.of("twice", "enc", "private")) {
      assertThat(verdict(token(claims(CORP), OTHER_KEY.signer(kid)))).as(kid).isEqualTo("key");
    }
  }
}
