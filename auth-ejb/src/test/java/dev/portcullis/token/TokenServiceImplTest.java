package dev.portcullis.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.Confidential;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenServiceImplTest {

  private final TokenFixture node =
      new TokenFixture(TestSettings.of(JwsAlgorithm.HS256).storeTokens());

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void revokingAnAccessTokenLeavesTheSessionAlone() {
    var grant = node.logIn(node.newAccount("alice"));
    revoke(grant.accessToken());
    assertThat(node.verdict(grant)).isEqualTo("revocation");
    assertThat(node.verdict(node.refreshed(grant))).isEqualTo("live");
    assertThat(events(SecurityEvent.TokenRevoked.class)).hasSize(1);
  }

  @Test
  void revokingARefreshTokenEndsItsFamily() {
    var grant = node.logIn(node.newAccount("alice"));
    var next = node.refreshed(grant);
    revoke(next.refreshToken());
    assertThat(node.verdict(grant)).isEqualTo("revocation");
    assertThat(node.verdict(next)).isEqualTo("revocation");
    assertThat(node.refusal(next)).isEqualTo(RejectionReason.INVALID_TOKEN);
    assertThat(events(SecurityEvent.TokenRevoked.class)).hasSize(1);
    revoke(next.refreshToken());
    assertThat(events(SecurityEvent.TokenRevoked.class)).hasSize(1);
  }

  @Proves("S16")
  @Test
  void revokingWhatIsUnknownIsFine() {
    var grant = node.logIn(node.newAccount("alice"));
    for (var token : List.of("", "x", "a.b.c", "pcr_" + "A".repeat(43), "x".repeat(100_000))) {
      revoke(Confidential.of(token));
    }
    node.clock.advance(Duration.ofHours(1));
    revoke(grant.accessToken());
    assertThat(events(SecurityEvent.TokenRevoked.class)).isEmpty();
    assertThat(node.verdict(node.refreshed(grant))).isEqualTo("live");
  }

  @Test
  void revokingEverythingEndsAllSessionsOfTheAccountOnly() {
    var alice = node.newAccount("alice");
    var one = node.logIn(alice);
    var two = node.logIn(alice);
    var others = node.logIn(node.newAccount("bob"));
    node.tokens.revokeAll(alice.id(), TokenFixture.CLIENT);
    assertThat(node.verdict(one)).isEqualTo("revocation");
    assertThat(node.verdict(two)).isEqualTo("revocation");
    assertThat(node.refusal(two)).isEqualTo(RejectionReason.INVALID_TOKEN);
    assertThat(node.verdict(others)).isEqualTo("live");
    assertThat(events(SecurityEvent.AllTokensRevoked.class))
        .singleElement()
        .satisfies(event -> assertThat(event.details().username()).isEqualTo("alice"));
    assertThat(node.verdict(node.logIn(alice))).as("a login afterwards").isEqualTo("live");
  }

  @Test
  void tellsAClientAboutALiveAccessToken() {
    var account = node.newAccount("alice");
    var grant = node.logIn(account, "gateway");
    long now = node.clock.instant().getEpochSecond();
    var claims = TokenIssuerTest.claims(grant);
    assertThat(introspect(grant.accessToken()))
        .containsEntry("active", true)
        .containsEntry("token_type", "Bearer")
        .containsEntry("client_id", "gateway")
        .containsEntry("username", "alice")
        .containsEntry("sub", account.id())
        .containsEntry("iss", "https://issuer.example")
        .containsEntry("aud", "https://app.example")
        .containsEntry("iat", now)
        .containsEntry("exp", now + 900)
        .containsEntry("jti", claims.get("jti"))
        .containsEntry("sid", grant.user().getSessionId());
    assertThat(events(SecurityEvent.TokenIntrospected.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.subject()).isEqualTo("resource active");
              assertThat(event.details().accountId()).isEqualTo(account.id());
            });
  }

  @Test
  void tellsAClientAboutALiveRefreshToken() {
    var grant = node.logIn(node.newAccount("alice"), "gateway");
    assertThat(introspect(grant.refreshToken()))
        .containsEntry("active", true)
        .containsEntry("client_id", "gateway")
        .containsEntry("username", "alice")
        .containsEntry("exp", node.clock.instant().plus(TestSettings.REFRESH).getEpochSecond());
  }

  @Proves("S16")
  @Test
  void tellsNothingAboutATokenThatIsNotLive() {
    var account = node.newAccount("alice");
    var used = node.logIn(account);
    node.refreshed(used);
    var ended = node.logIn(account);
    node.database.inNew(tx -> node.sessions.end(tx, ended.user().getSessionId()));
    var revoked = node.logIn(account);
    revoke(revoked.accessToken());
    for (var token :
        List.of(
            Confidential.of(""),
            Confidential.of("a.b.c"),
            Confidential.of("pcr_" + "A".repeat(43)),
            used.refreshToken(),
            ended.refreshToken(),
            ended.accessToken(),
            revoked.accessToken())) {
      assertThat(introspect(token)).isEqualTo(Map.of("active", false));
    }
    node.clock.advance(TestSettings.REFRESH);
    assertThat(introspect(revoked.refreshToken())).isEqualTo(Map.of("active", false));
  }

  @Proves("S38")
  @Test
  void aRefreshTokenOfADisabledAccountIsNotLive() {
    var grant = node.logIn(node.newAccount("alice"));
    node.sql("UPDATE auth_account SET disabled = TRUE");
    assertThat(introspect(grant.refreshToken())).isEqualTo(Map.of("active", false));
  }

  @Proves("S74")
  @Test
  void saysThatItCannotTellWhereTheDatabaseIsAway() {
    var grant = node.logIn(node.newAccount("alice"));
    node.database.setDown(true);
    assertThatThrownBy(() -> revoke(grant.accessToken()))
        .isInstanceOf(TemporarilyUnavailableException.class);
    assertThatThrownBy(() -> introspect(grant.accessToken()))
        .isInstanceOf(TemporarilyUnavailableException.class);
    node.database.setDown(false);
    assertThat(node.verdict(grant)).isEqualTo("live");
  }

  @Test
  void removesTheRowsOfExpiredTokens() {
    var account = node.newAccount("alice");
    node.refreshed(node.logIn(account));
    node.clock.advance(Duration.ofDays(1));
    node.logIn(account);
    assertThat(node.tokens.cleanUp()).as("access tokens").isEqualTo(2);
    node.clock.advance(TestSettings.REFRESH.minusDays(1));
    assertThat(node.tokens.cleanUp()).as("two refresh tokens and an access token").isEqualTo(3);
    assertThat(node.tokens.cleanUp()).isZero();
    assertThat(node.sql("UPDATE auth_refresh_token SET used_at = used_at")).isEqualTo(1);
  }

  private void revoke(Confidential token) {
    node.tokens.revoke(token, TokenFixture.CLIENT);
  }

  private Map<String, Object> introspect(Confidential token) {
    return node.tokens.introspect(token, "resource", TokenFixture.CLIENT);
  }

  private List<SecurityEvent> events(Class<? extends SecurityEvent> kind) {
    return node.database.events().stream().filter(kind::isInstance).toList();
  }
}
