package dev.portcullis.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.TokenVerification;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.jose.HmacKey;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StrictAccessTokenVerifierTest {

  private static final TokenFixture NODE = new TokenFixture();

  @AfterAll
  static void close() {
    NODE.close();
  }

  @Test
  void tellsWhomAGoodTokenStandsFor() {
    var valid = accepted(NODE.signed(NODE.claims()));
    var caller = valid.caller();
    assertThat(caller.getId()).isEqualTo("0123456789abcdef0123456789abcdef");
    assertThat(caller.getUsername()).isEqualTo("alice");
    assertThat(caller.getEmail()).isEqualTo("alice@example.org");
    assertThat(caller.getRoles()).containsExactly("user");
    assertThat(caller.getAuthenticationMethods()).containsExactly("pwd");
    assertThat(caller.getAuthenticatedAt()).isEqualTo(NODE.clock.instant());
    assertThat(caller.getSessionId()).isEqualTo("00000000000000000000000000000002");
    assertThat(valid.tokenId()).isEqualTo("00000000000000000000000000000001");
    assertThat(valid.clientId()).isEqualTo("first-party");
    assertThat(valid.expiresAt()).isEqualTo(NODE.clock.instant().plusSeconds(900));
  }

  /** Each token has the named fault and all the later ones: the first decides. */
  @Proves("S1")
  @Nested
  class TheFirstStageThatFailsDecides {

    private final Map<String, Object> allWrong =
        changed(
            claims -> {
              claims.put("iss", "https://attacker.example");
              claims.put("aud", "other");
              claims.put("exp", 1);
            });

    @Test
    void size() {
      assertThat(NODE.verdict(".".repeat(9000))).isEqualTo("size");
    }

    @Test
    void parse() {
      assertThat(NODE.verdict("not.a.token")).isEqualTo("parse");
    }

    @Test
    void header() {
      var header = "{\"alg\":\"none\",\"typ\":\"x\",\"kid\":\"unknown\",\"jku\":\"https://a\"}";
      assertThat(NODE.verdict(NODE.signed(header, json(allWrong), NODE.keys.signer())))
          .isEqualTo("header");
    }

    @Test
    void key() {
      var header = "{\"alg\":\"ALG\",\"typ\":\"x\",\"kid\":\"unknown\"}";
      assertThat(NODE.verdict(NODE.signed(header, json(allWrong), NODE.keys.signer())))
          .isEqualTo("key");
    }

    @Test
    void signatureBeforeAnyClaim() throws Exception {
      var attacker = HmacKey.of("x", JwsAlgorithm.HS256, new byte[32]);
      var header = "{\"alg\":\"ALG\",\"typ\":\"x\",\"kid\":\"KID\"}";
      assertThat(NODE.verdict(NODE.signed(header, json(allWrong), attacker)))
          .isEqualTo("signature");
      assertThat(NODE.verdict(NODE.signed(header, "no json at all", attacker)))
          .isEqualTo("signature");
    }

    @Test
    void type() {
      assertThat(NODE.verdict(NODE.signed("jwt", json(allWrong)))).isEqualTo("type");
      assertThat(NODE.verdict(NODE.signed("jwt", "no json at all"))).isEqualTo("type");
    }

    @Test
    void claims() {
      assertThat(NODE.verdict(NODE.signed("at+jwt", json(allWrong) + "x"))).isEqualTo("claims");
    }

    @Test
    void issuer() {
      assertThat(NODE.verdict(NODE.signed(allWrong))).isEqualTo("issuer");
    }

    @Test
    void audience() {
      allWrong.put("iss", NODE.settings.issuer());
      assertThat(NODE.verdict(NODE.signed(allWrong))).isEqualTo("audience");
    }

    @Test
    void time() {
      allWrong.put("iss", NODE.settings.issuer());
      allWrong.put("aud", NODE.settings.audience());
      assertThat(NODE.verdict(NODE.signed(allWrong))).isEqualTo("time");
    }

    @Test
    void revocation() {
      var claims = changed(c -> c.put("jti", "000000000000000000000000000000ff"));
      var token = NODE.signed(claims);
      assertThat(NODE.verdict(token)).isEqualTo("live");
      NODE.database.inNew(
          tx -> {
            NODE.revocations.revokeToken(
                tx, "000000000000000000000000000000ff", NODE.clock.instant().plusSeconds(900));
            return tx;
          });
      assertThat(NODE.verdict(token)).isEqualTo("revocation");
    }
  }

  @Proves("S4")
  @ParameterizedTest
  @ValueSource(
      strings = {"", "../keys", "a b", "a/b", "https://attacker.example/", "a\\u0000", "ä", "'--"})
  void aKeyIdOfAnotherFormIsUnknown(String kid) {
    var header = "{\"alg\":\"ALG\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(kid);
    assertThat(NODE.verdict(NODE.signed(header, json(NODE.claims()), NODE.keys.signer())))
        .isEqualTo("key");
    var longOne = "{\"alg\":\"ALG\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted("a".repeat(257));
    assertThat(NODE.verdict(NODE.signed(longOne, json(NODE.claims()), NODE.keys.signer())))
        .isEqualTo("header");
  }

  @Proves("S9")
  @Nested
  class IssuerAndAudience {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://issuer.example/",
          "https://ISSUER.example",
          "http://issuer.example",
          "",
          "https"
        })
    void theIssuerIsComparedExactly(String issuer) {
      assertThat(NODE.verdict(NODE.signed(changed(c -> c.put("iss", issuer))))).isEqualTo("issuer");
    }

    @Test
    void absentMeansRefused() {
      assertThat(NODE.verdict(NODE.signed(changed(c -> c.remove("iss"))))).isEqualTo("issuer");
      assertThat(NODE.verdict(NODE.signed(changed(c -> c.remove("aud"))))).isEqualTo("audience");
    }

    @Test
    void theAudienceMustContainUs() {
      var us = NODE.settings.audience();
      for (var good : List.of(us, List.of(us), List.of("other", us), List.of(us, us))) {
        assertThat(NODE.verdict(NODE.signed(changed(c -> c.put("aud", good))))).isEqualTo("live");
      }
      for (var bad :
          List.of("other", us + "/", "", List.of(), List.of("other"), List.of(us + "x"))) {
        assertThat(NODE.verdict(NODE.signed(changed(c -> c.put("aud", bad)))))
            .isEqualTo("audience");
      }
      for (var bad : List.of(1, Map.of("a", us), List.of(List.of(us)), List.of(us, 1))) {
        assertThat(NODE.verdict(NODE.signed(changed(c -> c.put("aud", bad))))).isEqualTo("claims");
      }
    }
  }

  /** Skew is 30 s here; ages are in seconds from now. */
  @Proves("S8")
  @Nested
  class Times {

    @ParameterizedTest
    @CsvSource({
      "exp, -29, live",
      "exp, -30, time",
      "exp, -31, time",
      "iat, 30, live",
      "iat, 31, time",
      "nbf, 30, live",
      "nbf, 31, time",
      "nbf, -100000, live",
    })
    void areCheckedToTheSecond(String claim, int fromNow, String verdict) {
      long now = NODE.clock.instant().getEpochSecond();
      var token =
          NODE.signed(
              changed(
                  c -> {
                    c.put("iat", now - 60);
                    c.put("exp", now + 60);
                    c.put(claim, now + fromNow);
                  }));
      assertThat(NODE.verdict(token)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"899, live", "900, live", "901, time", "86400, time", "0, time", "-1, time"})
    void aTokenLivesNoLongerThanTheConfiguredExpiration(int lifetime, String verdict) {
      long now = NODE.clock.instant().getEpochSecond();
      assertThat(NODE.verdict(NODE.signed(changed(c -> c.put("exp", now + lifetime)))))
          .isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "iat"})
    void areRequired(String claim) {
      assertThat(NODE.verdict(NODE.signed(changed(c -> c.remove(claim))))).isEqualTo("time");
    }

    @Test
    void aTokenWithoutNotBeforeIsGoodFromTheStart() {
      assertThat(NODE.verdict(NODE.signed(changed(c -> c.remove("nbf"))))).isEqualTo("live");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "iat", "nbf", "auth_time"})
    void areIntegers(String claim) {
      for (Object bad : List.of("1780000000", 1.5, 1.78e9, true, List.of(1), 1e300)) {
        assertThat(NODE.verdict(NODE.signed(changed(c -> c.put(claim, bad))))).isEqualTo("claims");
      }
      var huge = json(NODE.claims()).replaceFirst("\"exp\":\\d+", "\"exp\":99999999999999999999");
      assertThat(NODE.verdict(NODE.signed("at+jwt", huge))).isEqualTo("claims");
    }

    @Test
    void aTokenExpiresWhileTheClockRuns() {
      try (var node = new TokenFixture(TestSettings.of(JwsAlgorithm.ES256))) {
        var token = node.signed(node.claims());
        assertThat(node.verdict(token)).isEqualTo("live");
        node.clock.advance(Duration.ofSeconds(900 + 29));
        assertThat(node.verdict(token)).isEqualTo("live");
        node.clock.advance(Duration.ofSeconds(1));
        assertThat(node.verdict(token)).isEqualTo("time");
      }
    }
  }

  @Proves("S10")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "JWT",
        "jwt",
        "AT+JWT",
        "rt+jwt",
        "logout+jwt",
        "mfa+jwt",
        "reset+jwt",
        "at+jwt ",
        ""
      })
  void refusesATokenOfAnotherType(String typ) {
    assertThat(NODE.verdict(NODE.signed(typ, json(NODE.claims())))).isEqualTo("type");
  }

  @Proves("S10")
  @Test
  void refusesATokenWithoutType() {
    var header = "{\"alg\":\"ALG\",\"kid\":\"KID\"}";
    assertThat(NODE.verdict(NODE.signed(header, json(NODE.claims()), NODE.keys.signer())))
        .isEqualTo("type");
    assertThat(NODE.verdict(NODE.signed("application/at+jwt", json(NODE.claims()))))
        .isEqualTo("live");
  }

  /** Every kind of secret that we issue, in every place that takes one: only its own accepts it. */
  @Proves("S10")
  @Test
  void aTokenOfOneKindIsRefusedAsAnyOther() {
    try (var node = new TokenFixture()) {
      var grant = node.logIn(node.newAccount("bob"));
      for (var kind : OpaqueToken.Kind.values()) {
        var opaque =
            kind == OpaqueToken.Kind.REFRESH
                ? grant.refreshToken()
                : OpaqueToken.create(kind, node.random).text();
        assertThat(node.verdict(opaque.reveal())).isEqualTo("parse");
        for (var place : OpaqueToken.Kind.values()) {
          assertThat(OpaqueToken.parse(place, opaque).isPresent()).isEqualTo(place == kind);
        }
      }
      for (var place : OpaqueToken.Kind.values()) {
        assertThat(OpaqueToken.parse(place, grant.accessToken())).isEmpty();
      }
    }
  }

  @Proves("S11")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice",
        "ALICE",
        " alice",
        "alice ",
        "\u00e9",
        "e\u0301",
        "\uff41",
        "a\u0000b",
        "\ud83d\ude00",
        "",
        "\u202eevil",
        "a\nb",
        "\\",
        "\"",
        "0"
      })
  void identityIsTakenByteForByte(String sub) {
    var caller = accepted(NODE.signed(changed(c -> c.put("sub", sub)))).caller();
    assertThat(caller.getId()).isEqualTo(sub);
  }

  @Proves("S11")
  @Test
  void rolesComeFromTheirClaimOnly() {
    var token =
        NODE.signed(
            changed(
                c -> {
                  c.put("roles", List.of("user"));
                  c.put("role", "admin");
                  c.put("groups", List.of("admin"));
                  c.put("scope", "admin");
                  c.put("Roles", List.of("admin"));
                  c.put("realm_access", Map.of("roles", List.of("admin")));
                  c.put("user_id", "somebody else");
                }));
    var caller = accepted(token).caller();
    assertThat(caller.getRoles()).isEqualTo(Set.of("user"));
    assertThat(caller.getId()).isEqualTo("0123456789abcdef0123456789abcdef");
  }

  @Proves("S7")
  @Test
  void refusesAPayloadThatIsNoStrictJson() {
    var good = json(NODE.claims());
    var bad =
        List.of(
            good.replaceFirst("\\{", "{\"sub\":\"admin\","),
            good.replaceFirst("\\{", "{\"s\\\\u0075b\":\"admin\","),
            good.replaceFirst("\\{", "{\"x\":{\"a\":1,\"a\":2},"),
            good.replaceFirst("\\{", "{\"x\":[[[[[[[[0]]]]]]]],"),
            good + "{}",
            "[" + good + "]",
            "",
            "null",
            good.replace("alice\"", "ali\\ud800ce\""));
    for (var payload : bad) {
      assertThat(NODE.verdict(NODE.signed("at+jwt", payload))).as(payload).isEqualTo("claims");
    }
    assertThat(NODE.verdict(NODE.signed("at+jwt", good))).isEqualTo("live");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub", "client_id", "jti", "sid", "roles", "amr", "auth_time"})
  void refusesATokenThatLacksAClaim(String claim) {
    assertThat(NODE.verdict(NODE.signed(changed(c -> c.remove(claim))))).isEqualTo("claims");
  }

  @Proves("S12")
  @ParameterizedTest
  @EnumSource(names = {"HS256", "ES256"})
  void revocationTakesEffectAtOnceByTokenSessionAndUser(JwsAlgorithm algorithm) {
    try (var node = new TokenFixture(TestSettings.of(algorithm))) {
      var account = node.newAccount("carol");
      var one = node.logIn(account);
      var two = node.logIn(account);
      var three = node.logIn(account);
      assertThat(node.verdict(one)).isEqualTo("live");
      node.tokens.revoke(one.accessToken(), TokenFixture.CLIENT);
      assertThat(node.verdict(one)).isEqualTo("revocation");
      assertThat(node.verdict(two)).isEqualTo("live");
      node.database.inNew(tx -> node.sessions.end(tx, two.user().getSessionId()));
      assertThat(node.verdict(two)).isEqualTo("revocation");
      assertThat(node.verdict(three)).isEqualTo("live");
      node.tokens.revokeAll(account.id(), TokenFixture.CLIENT);
      assertThat(node.verdict(three)).isEqualTo("revocation");
    }
  }

  @Proves("S74")
  @Test
  void answersUnavailableWhereRevocationIsUnknown() {
    var verifier = verifier(NODE, (jti, sid, sub, iat) -> Revocations.Status.UNKNOWN);
    assertThat(verifier.verify(NODE.signed(NODE.claims())))
        .isInstanceOf(TokenVerification.Unavailable.class);
  }

  @Test
  void asksAboutTheTokensOwnIds() {
    var asked = new ArrayList<Object>();
    var verifier =
        verifier(
            NODE,
            (jti, sid, sub, iat) -> {
              asked.addAll(List.of(jti, sid, sub, iat));
              return Revocations.Status.LIVE;
            });
    assertThat(verifier.verify(NODE.signed(NODE.claims())))
        .isInstanceOf(TokenVerification.Valid.class);
    assertThat(asked)
        .containsExactly(
            "00000000000000000000000000000001",
            "00000000000000000000000000000002",
            "0123456789abcdef0123456789abcdef",
            NODE.clock.instant());
  }

  @Test
  void asksTheDatabaseNothingOnceWarm() {
    for (var settings :
        List.of(
            TestSettings.of(JwsAlgorithm.HS256),
            TestSettings.of(JwsAlgorithm.ES256),
            TestSettings.of(JwsAlgorithm.EDDSA).minimalClaims())) {
      try (var node = new TokenFixture(settings)) {
        var grant = node.logIn(node.newAccount("dave"));
        assertThat(node.verdict(grant)).isEqualTo("live");
        node.database.setDown(true);
        assertThat(node.verdict(grant)).isEqualTo("live");
      }
    }
  }

  @Proves("S83")
  @Test
  void aTokenWithMinimalClaimsGetsItsPrincipalsNameFromTheAccount() {
    try (var node = new TokenFixture(TestSettings.of(JwsAlgorithm.HS256).minimalClaims())) {
      var grant = node.logIn(node.newAccount("erin"));
      var valid = (TokenVerification.Valid) node.verifier.verify(grant.accessToken().reveal());
      assertThat(valid.caller().getUsername()).isEqualTo("erin");
      assertThat(valid.caller().getEmail()).isNull();
      var unknown = changed(c -> c.remove("username"));
      assertThat(node.verdict(node.signed(unknown))).isEqualTo("claims");
      node.database.setDown(true);
      assertThat(node.verdict(node.signed(unknown))).isEqualTo("unavailable");
    }
  }

  /** A warm token is not checked by signature again, but in every other way. */
  @Test
  void rememberedTokensAreStillCheckedForRevocationAndTime() {
    try (var node = new TokenFixture(TestSettings.of(JwsAlgorithm.ES256))) {
      var checks = new AtomicInteger();
      var verifier =
          verifier(
              node,
              (jti, sid, sub, iat) -> {
                checks.incrementAndGet();
                return Revocations.Status.LIVE;
              });
      var token = node.signed(node.claims());
      for (int i = 0; i < 3; i++) {
        assertThat(verifier.verify(token)).isInstanceOf(TokenVerification.Valid.class);
      }
      assertThat(checks).hasValue(3);
      var changed = token.substring(0, token.length() - 2) + "AA";
      assertThat(verifier.verify(changed)).isInstanceOf(TokenVerification.Invalid.class);
      node.clock.advance(Duration.ofHours(1));
      assertThat(verifier.verify(token)).isEqualTo(new TokenVerification.Invalid("time"));
      assertThat(checks).hasValue(3);
    }
  }

  private static StrictAccessTokenVerifier verifier(TokenFixture node, RevocationCheck check) {
    return new StrictAccessTokenVerifier(
        node.settings,
        node.keys,
        check,
        new PrincipalNames(node.database, node.accounts),
        node.clock);
  }

  private static TokenVerification.Valid accepted(String token) {
    return (TokenVerification.Valid) NODE.verifier.verify(token);
  }

  private static Map<String, Object> changed(Consumer<Map<String, Object>> change) {
    var claims = NODE.claims();
    change.accept(claims);
    return claims;
  }

  private static String json(Map<String, Object> claims) {
    return new JsonMapper().writeValueAsString(claims);
  }
}
