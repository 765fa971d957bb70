package dev.portcullis.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.Confidential;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenGrant;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenRotationTest {

  private static final Duration GRACE = Duration.ofSeconds(20);

  private final TokenFixture node = new TokenFixture();

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void exchangesATokenForNewOnesOfTheSameSession() {
    var account = node.newAccount("alice");
    var first = node.logIn(account);
    node.clock.advance(Duration.ofMinutes(20));
    assertThat(node.verdict(first)).isEqualTo("time");
    var second = node.refreshed(first);
    assertThat(node.verdict(second)).isEqualTo("live");
    assertThat(second.user().getSessionId()).isEqualTo(first.user().getSessionId());
    assertThat(second.user().getAuthenticatedAt()).isEqualTo(first.user().getAuthenticatedAt());
    assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
    assertThat(second.refreshExpiresIn()).isEqualTo(TestSettings.REFRESH.minusMinutes(20));
    assertThat(node.verdict(node.refreshed(second))).isEqualTo("live");
  }

  @Test
  void readsRolesAnew() {
    var account = node.newAccount("alice");
    var grant = node.logIn(account);
    node.sql("DELETE FROM auth_account_role WHERE role_name = 'admin'");
    assertThat(node.refreshed(grant).user().getRoles()).containsExactly("user");
  }

  @Proves("S14")
  @Test
  void ofManyAtTheSameTimeOneWins() throws Exception {
    int rounds = 10;
    int clients = 32;
    var threads = Executors.newFixedThreadPool(clients);
    try {
      var account = node.newAccount("alice");
      for (int round = 0; round < rounds; round++) {
        var grant = node.logIn(account);
        var barrier = new CyclicBarrier(clients);
        Callable<AuthenticationResult<TokenGrant>> client =
            () -> {
              barrier.await();
              return node.refresh(grant);
            };
        var winners = new ArrayList<TokenGrant>();
        for (var result : threads.invokeAll(Collections.nCopies(clients, client))) {
          winners.addAll(
              result
                  .get()
                  .foldWithoutSecondFactor(
                      won -> List.of(won.grant()),
                      lost -> {
                        assertThat(lost.reason()).isEqualTo(RejectionReason.REFRESH_TOKEN_REUSED);
                        return List.<TokenGrant>of();
                      }));
        }
        assertThat(winners).hasSize(1);
        assertThat(node.verdict(winners.get(0))).isEqualTo("revocation");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Proves("S15")
  @Test
  void reuseEndsTheWholeFamilyAndRaisesAnEvent() {
    var account = node.newAccount("alice");
    var other = node.logIn(account);
    var first = node.logIn(account);
    var second = node.refreshed(first);
    var third = node.refreshed(second);
    assertThat(node.refusal(first)).isEqualTo(RejectionReason.REFRESH_TOKEN_REUSED);
    for (var grant : List.of(first, second, third)) {
      assertThat(node.verdict(grant)).isEqualTo("revocation");
    }
    assertThat(node.refusal(third)).isEqualTo(RejectionReason.INVALID_TOKEN);
    assertThat(node.refusal(second)).isEqualTo(RejectionReason.REFRESH_TOKEN_REUSED);
    assertThat(node.verdict(other)).as("another login of the account").isEqualTo("live");
    assertThat(node.verdict(node.refreshed(other))).isEqualTo("live");
    assertThat(node.database.events())
        .filteredOn(SecurityEvent.RefreshTokenReused.class::isInstance)
        .first()
        .satisfies(
            event -> {
              assertThat(event.details().accountId()).isEqualTo(account.id());
              assertThat(event.details().username()).isEqualTo("alice");
              assertThat(event.details().sessionId()).isEqualTo(first.user().getSessionId());
            });
  }

  @Proves("S15")
  @Test
  void aFamilyEndsForGoodHoweverOftenItIsRotated() {
    var grant = node.logIn(node.newAccount("alice"));
    var step = TestSettings.REFRESH.dividedBy(4);
    for (int i = 0; i < 3; i++) {
      node.clock.advance(step);
      grant = node.refreshed(grant);
    }
    node.clock.advance(step.minusMillis(1));
    grant = node.refreshed(grant);
    node.clock.advance(Duration.ofMillis(1));
    assertThat(node.refusal(grant)).isEqualTo(RejectionReason.INVALID_TOKEN);
  }

  @Proves("S13")
  @Test
  void aTokenServesItsOwnClientOnly() {
    var account = node.newAccount("alice");
    var ofGateway = node.logIn(account, "gateway");
    for (var client : new String[] {null, "first-party", "other", "Gateway", ""}) {
      var result = node.tokens.refresh(ofGateway.refreshToken(), client, TokenFixture.CLIENT);
      assertThat(TokenFixture.reason(result)).isEqualTo(RejectionReason.INVALID_TOKEN);
    }
    var result = node.tokens.refresh(ofGateway.refreshToken(), "gateway", TokenFixture.CLIENT);
    assertThat(result.<Boolean>foldWithoutSecondFactor(won -> true, lost -> false)).isTrue();
    var own = node.logIn(account);
    assertThat(
            TokenFixture.reason(
                node.tokens.refresh(own.refreshToken(), "gateway", TokenFixture.CLIENT)))
        .isEqualTo(RejectionReason.INVALID_TOKEN);
  }

  @Proves("S38")
  @Test
  void issuesNothingToADisabledOrDeletedAccount() {
    var account = node.newAccount("alice");
    var grant = node.logIn(account);
    node.sql("UPDATE auth_account SET disabled = TRUE");
    assertThat(node.refusal(grant)).isEqualTo(RejectionReason.DISABLED);
    node.sql("UPDATE auth_account SET disabled = FALSE");
    assertThat(node.verdict(node.refreshed(grant))).as("nothing was used up").isEqualTo("live");

    var gone = node.logIn(account);
    node.sql("DELETE FROM auth_account_role");
    node.sql("DELETE FROM auth_account");
    assertThat(node.refusal(gone)).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
  }

  @Proves("S23")
  @Test
  void issuesNothingAfterTheSessionEnded() {
    var grant = node.logIn(node.newAccount("alice"));
    node.database.inNew(tx -> node.sessions.end(tx, grant.user().getSessionId()));
    assertThat(node.refusal(grant)).isEqualTo(RejectionReason.INVALID_TOKEN);
  }

  @Proves("S10")
  @Test
  void refusesWhatIsNoRefreshToken() {
    var grant = node.logIn(node.newAccount("alice"));
    var strange =
        List.of(
            Confidential.of(""),
            Confidential.of("pcr_"),
            grant.accessToken(),
            OpaqueToken.create(OpaqueToken.Kind.REFRESH, node.random).text(),
            OpaqueToken.create(OpaqueToken.Kind.SESSION, node.random).text(),
            Confidential.of(grant.refreshToken().reveal().replace("pcr_", "pcs_")),
            Confidential.of(grant.refreshToken().reveal() + "A"));
    for (var token : strange) {
      var result = node.tokens.refresh(token, null, TokenFixture.CLIENT);
      assertThat(TokenFixture.reason(result)).isEqualTo(RejectionReason.INVALID_TOKEN);
    }
    assertThat(node.database.events())
        .filteredOn(SecurityEvent.TokenRefreshed.class::isInstance)
        .hasSize(strange.size())
        .allSatisfy(event -> assertThat(event.failure()).isEqualTo("INVALID_TOKEN"));
    assertThat(node.verdict(node.refreshed(grant))).isEqualTo("live");
  }

  @Test
  void withinTheGraceALostAnswerIsGivenAgain() {
    try (var lenient = new TokenFixture(TestSettings.of(JwsAlgorithm.HS256).grace(GRACE))) {
      var first = lenient.logIn(lenient.newAccount("alice"));
      lenient.refreshed(first);
      lenient.clock.advance(GRACE.minusMillis(1));
      var again = lenient.refreshed(first);
      assertThat(lenient.verdict(again)).isEqualTo("live");
      lenient.clock.advance(Duration.ofMillis(1));
      assertThat(lenient.refusal(first)).isEqualTo(RejectionReason.REFRESH_TOKEN_REUSED);
      assertThat(lenient.verdict(again)).isEqualTo("revocation");
    }
  }

  @Proves("S15")
  @Test
  void theGraceEndsWithTheUseOfASuccessor() {
    try (var lenient = new TokenFixture(TestSettings.of(JwsAlgorithm.HS256).grace(GRACE))) {
      var first = lenient.logIn(lenient.newAccount("alice"));
      var second = lenient.refreshed(first);
      var third = lenient.refreshed(second);
      assertThat(lenient.refusal(first)).isEqualTo(RejectionReason.REFRESH_TOKEN_REUSED);
      assertThat(lenient.verdict(third)).isEqualTo("revocation");
    }
  }

  @Proves("S15")
  @Test
  void ofSeveralAnswersTheFirstThatIsUsedEndsTheOthers() {
    try (var lenient = new TokenFixture(TestSettings.of(JwsAlgorithm.HS256).grace(GRACE))) {
      var first = lenient.logIn(lenient.newAccount("alice"));
      var lost = lenient.refreshed(first);
      var again = lenient.refreshed(first);
      var next = lenient.refreshed(again);
      assertThat(lenient.tokens.introspect(lost.refreshToken(), "x", TokenFixture.CLIENT))
          .isEqualTo(Map.of("active", false));
      assertThat(lenient.refusal(lost))
          .as("superseded, and not within a grace of its own")
          .isEqualTo(RejectionReason.REFRESH_TOKEN_REUSED);
      assertThat(lenient.verdict(next)).isEqualTo("revocation");
    }
  }

  @Proves({"S14", "S15"})
  @Test
  void usedAtTheSameTimeOneOfThemGoesOnAtMost() throws Exception {
    try (var lenient = new TokenFixture(TestSettings.of(JwsAlgorithm.HS256).grace(GRACE))) {
      var account = lenient.newAccount("alice");
      var pool = Executors.newFixedThreadPool(3);
      try {
        for (int round = 0; round < 50; round++) {
          var first = lenient.logIn(account);
          var one = lenient.refreshed(first);
          var other = lenient.refreshed(first);
          var uses = new ArrayList<Callable<AuthenticationResult<TokenGrant>>>();
          uses.add(() -> lenient.refresh(one));
          uses.add(() -> lenient.refresh(other));
          uses.add(() -> lenient.refresh(first));
          int granted = 0;
          for (var use : pool.invokeAll(uses)) {
            granted += use.get() instanceof AuthenticationResult.Authenticated ? 1 : 0;
          }
          // The first may be answered once more before either is used; then it is one of three.
          assertThat(granted).as("round %d", round).isLessThanOrEqualTo(2);
          assertThat(live(lenient, one.user().getSessionId())).isLessThanOrEqualTo(1);
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  /** How many refresh tokens of a session would be exchanged. */
  private static long live(TokenFixture node, String sessionId) {
    return node.database.inNew(
        tx ->
            tx.em()
                .createQuery(
                    "SELECT COUNT(r) FROM RefreshToken r, Session s WHERE s.id = r.sessionId"
                        + " AND s.id = :id AND r.usedAt IS NULL AND r.supersededAt IS NULL",
                    Long.class)
                .setParameter("id", sessionId)
                .getSingleResult());
  }

  @Proves("S15")
  @Test
  void aClockThatIsSetBackDoesNotProlongTheGrace() {
    try (var lenient = new TokenFixture(TestSettings.of(JwsAlgorithm.HS256).grace(GRACE))) {
      var account = lenient.newAccount("alice");
      var first = lenient.logIn(account);
      lenient.refreshed(first);
      lenient.clock.advance(GRACE.negated().plusMillis(1));
      assertThat(lenient.verdict(lenient.refreshed(first)))
          .as("nodes whose clocks differ a little")
          .isEqualTo("live");
      lenient.clock.advance(Duration.ofMillis(-1));
      assertThat(lenient.refusal(first)).isEqualTo(RejectionReason.REFRESH_TOKEN_REUSED);
    }
  }

  @Proves("S74")
  @Test
  void aDatabaseThatIsAwayChangesNothing() {
    var grant = node.logIn(node.newAccount("alice"));
    node.database.setDown(true);
    assertThatThrownBy(() -> node.refresh(grant))
        .isInstanceOf(TemporarilyUnavailableException.class);
    node.database.setDown(false);
    assertThat(node.verdict(node.refreshed(grant))).isEqualTo("live");
  }
}
