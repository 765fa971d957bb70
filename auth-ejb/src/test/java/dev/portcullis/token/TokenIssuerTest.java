package dev.portcullis.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.SecurityEvent;
import dev.portcullis.TokenGrant;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.testing.Proves;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class TokenIssuerTest {

  @Test
  void issuesTheClaimsOfTheContract() {
    try (var node = new TokenFixture()) {
      var account = node.newAccount("alice");
      var grant = node.logIn(account, "gateway");
      long now = node.clock.instant().getEpochSecond();
      assertThat(header(grant))
          .isEqualTo(Map.of("alg", "HS256", "typ", "at+jwt", "kid", node.keys.signer().kid()));
      var claims = claims(grant);
      assertThat(claims)
          .containsEntry("iss", "https://issuer.example")
          .containsEntry("aud", "https://app.example")
          .containsEntry("sub", account.id())
          .containsEntry("client_id", "gateway")
          .containsEntry("sid", grant.user().getSessionId())
          .containsEntry("user_id", account.id())
          .containsEntry("username", "alice")
          .containsEntry("email", "alice@example.org")
          .containsEntry("roles", List.of("admin", "user"))
          .containsEntry("amr", List.of("pwd"));
      assertThat(number(claims, "iat")).isEqualTo(now);
      assertThat(number(claims, "nbf")).isEqualTo(now);
      assertThat(number(claims, "exp")).isEqualTo(now + 900);
      assertThat(number(claims, "auth_time")).isEqualTo(now);
      assertThat((String) claims.get("jti")).matches("[0-9a-f]{32}");
      assertThat(claims).hasSize(15);
      assertThat(grant.expiresIn()).isEqualTo(Duration.ofMinutes(15));
      assertThat(grant.refreshExpiresIn()).isEqualTo(TestSettings.REFRESH);
      assertThat(grant.user().getUsername()).isEqualTo("alice");
      assertThat(node.verdict(grant)).isEqualTo("live");
      assertThat(node.database.events())
          .filteredOn(SecurityEvent.TokenGenerated.class::isInstance)
          .extracting(SecurityEvent::subject)
          .containsExactly((String) claims.get("jti"));
    }
  }

  @Test
  void leavesPersonalClaimsOutWhereAsked() {
    try (var node = new TokenFixture(TestSettings.of(JwsAlgorithm.HS256).minimalClaims())) {
      assertThat(claims(node.logIn(node.newAccount("alice"))))
          .doesNotContainKeys("user_id", "username", "email")
          .hasSize(12);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HS512", "RS256", "PS384", "ES384", "EDDSA"})
  void issuesTokensThatItAcceptsWithEveryKindOfAlgorithm(JwsAlgorithm algorithm) {
    try (var node = new TokenFixture(TestSettings.of(algorithm))) {
      assertThat(node.verdict(node.logIn(node.newAccount("alice")))).isEqualTo("live");
    }
  }

  @Test
  void keepsARowForAnAccessTokenOnlyWhereAsked() {
    try (var node = new TokenFixture()) {
      node.logIn(node.newAccount("alice"));
      assertThat(rows(node, "auth_access_token")).isEmpty();
    }
    try (var node = new TokenFixture(TestSettings.of(JwsAlgorithm.HS256).storeTokens())) {
      var grant = node.logIn(node.newAccount("alice"));
      assertThat(rows(node, "auth_access_token"))
          .singleElement()
          .asString()
          .contains((String) claims(grant).get("jti"));
    }
  }

  @Proves({"S13", "S71"})
  @Test
  void noTokenIsInTheDatabaseInTheClear() throws Exception {
    try (var node = new TokenFixture(TestSettings.of(JwsAlgorithm.ES256).storeTokens())) {
      var account = node.newAccount("alice");
      var grant = node.logIn(account);
      var next = node.refreshed(grant);
      node.tokens.revoke(next.accessToken(), TokenFixture.CLIENT);
      var dump = dump(node);
      assertThat(dump).contains(account.id()).contains("auth_refresh_token");
      for (var g : List.of(grant, next)) {
        var access = g.accessToken().reveal();
        var refresh = g.refreshToken().reveal();
        assertThat(dump).doesNotContain(refresh, refresh.substring(4), hexOf(refresh));
        for (var part : access.split("\\.", -1)) {
          assertThat(dump).doesNotContain(part);
        }
      }
    }
  }

  @Proves("S13")
  @Test
  void refreshTokensHave256BitsAndAreAllDifferent() {
    try (var node = new TokenFixture()) {
      var account = node.newAccount("alice");
      var seen = new HashSet<String>();
      for (int i = 0; i < 20; i++) {
        var text = node.logIn(account).refreshToken().reveal();
        assertThat(text).startsWith("pcr_");
        assertThat(Base64.getUrlDecoder().decode(text.substring(4))).hasSize(32);
        seen.add(text);
      }
      assertThat(seen).hasSize(20);
    }
  }

  @Proves("S78")
  @Test
  void refusesToIssueWhatItWouldNotAccept() {
    try (var node = new TokenFixture()) {
      var account = node.newAccount("alice");
      for (int i = 0; i < 60; i++) {
        node.sql(
            "INSERT INTO auth_account_role (account_id, role_name) VALUES ('%s', '%s')"
                .formatted(account.id(), i + "r".repeat(120)));
      }
      var rich = node.database.inNew(tx -> node.accounts.byId(tx, account.id())).orElseThrow();
      assertThatThrownBy(() -> node.logIn(rich))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("roles");
    }
  }

  /** 8 KiB are for the whole header, {@code Bearer } included. */
  @Proves("S78")
  @Test
  void theLongestTokenThatIsIssuedFitsIntoTheHeader() {
    try (var node = new TokenFixture()) {
      var account = node.newAccount("alice");
      for (int i = 0; i < 45; i++) {
        node.sql(
            "INSERT INTO auth_account_role (account_id, role_name) VALUES ('%s', '%s')"
                .formatted(account.id(), (10 + i) + "r".repeat(118)));
      }
      int longest = 0;
      int name = 1;
      for (; longest == 0 || name < 250; name++) {
        node.sql(
            "UPDATE auth_account SET email = '%s' WHERE id = '%s'"
                .formatted("e".repeat(name), account.id()));
        var rich = node.database.inNew(tx -> node.accounts.byId(tx, account.id())).orElseThrow();
        try {
          longest = node.logIn(rich).accessToken().reveal().length();
        } catch (IllegalStateException tooLong) {
          break;
        }
      }
      // Base64 grows by four characters for three.
      assertThat(name).as("the limit was met").isBetween(2, 249);
      assertThat("Bearer ".length() + longest).isBetween(8192 - 4, 8192);
    }
  }

  @Proves("S22")
  @Test
  void noTokenOutlivesItsSession() {
    try (var node = new TokenFixture()) {
      var grant = node.logIn(node.newAccount("alice"));
      node.clock.advance(TestSettings.REFRESH.minusMinutes(10));
      var last = node.refreshed(grant);
      assertThat(last.expiresIn()).isEqualTo(Duration.ofMinutes(10));
      assertThat(last.refreshExpiresIn()).isEqualTo(Duration.ofMinutes(10));
    }
  }

  private static String hexOf(String refreshToken) {
    var bytes = Base64.getUrlDecoder().decode(refreshToken.substring(4));
    return HexFormat.of().formatHex(bytes);
  }

  private static long number(Map<String, Object> claims, String name) {
    return ((Number) Objects.requireNonNull(claims.get(name))).longValue();
  }

  private static Map<String, Object> header(TokenGrant grant) {
    return part(grant, 0);
  }

  static Map<String, Object> claims(TokenGrant grant) {
    return part(grant, 1);
  }

  private static Map<String, Object> part(TokenGrant grant, int index) {
    var part = grant.accessToken().reveal().split("\\.", -1)[index];
    var json = new String(Base64.getUrlDecoder().decode(part), UTF_8);
    return new JsonMapper().readValue(json, new TypeReference<Map<String, Object>>() {});
  }

  private static List<?> rows(TokenFixture node, String table) {
    return node.database.inNew(
        tx -> tx.em().createNativeQuery("SELECT jti FROM " + table).getResultList());
  }

  /** Every column of every table, as SQL. */
  private static String dump(TokenFixture node) throws SQLException {
    var lines = new ArrayList<String>();
    try (var connection = node.database.dataSource().getConnection();
        var statement = connection.createStatement();
        var script = statement.executeQuery("SCRIPT")) {
      while (script.next()) {
        lines.add(script.getString(1));
      }
    }
    return String.join("\n", lines).toLowerCase(Locale.ROOT) + "\n" + lines;
  }
}
