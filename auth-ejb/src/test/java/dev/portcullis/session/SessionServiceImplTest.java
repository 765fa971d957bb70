package dev.portcullis.session;

import static dev.portcullis.revocation.Revocations.Status.REVOKED;
import static dev.portcullis.session.SessionFixture.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SecurityEvent.AllSessionsEnded;
import dev.portcullis.SecurityEvent.LoggedOut;
import dev.portcullis.SecurityEvent.SessionEnded;
import dev.portcullis.SessionCheck;
import dev.portcullis.SessionInfo;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSources;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionServiceImplTest {

  private final SessionFixture fixture = new SessionFixture();
  private final SessionFixture.Node node = fixture.node;
  private final SessionServiceImpl service = node.service();
  private final AccountSnapshot ann = fixture.newAccount("ann");

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aLiveSessionTellsWhoseItIs() {
    var grant = fixture.logIn(ann);
    var caller = fixture.callerOf(grant);
    assertThat(caller.getId()).isEqualTo(ann.id());
    assertThat(caller.getUsername()).isEqualTo("ann");
    assertThat(caller.getRoles()).containsExactly("user");
    assertThat(caller.getAuthenticationMethods()).containsExactly("pwd");
    assertThat(caller.getSessionId()).isEqualTo(grant.sessionId());
  }

  @Test
  void whatIsNoSecretOfOursIsNone() {
    var secret = fixture.logIn(ann).secret().reveal();
    for (var wrong :
        new String[] {
          "",
          "x",
          secret + "A",
          secret.substring(1),
          secret.replace("pcs_", "pcr_"),
          "pcs_" + "A".repeat(43),
          "pcs_" + "'".repeat(43),
          secret.toUpperCase(Locale.ROOT)
        }) {
      assertThat(service.check(Confidential.of(wrong), CLIENT))
          .isInstanceOf(SessionCheck.None.class);
    }
  }

  @Test
  @Proves("S22")
  void anUnusedSessionEndsAtTheIdleLimit() {
    var used = fixture.logIn(ann);
    var unused = fixture.logIn(ann);
    fixture.clock.advance(Duration.ofMinutes(30).minusMillis(1));
    assertThat(node.accepts(used)).isTrue();
    fixture.clock.advance(Duration.ofMillis(1));
    assertThat(node.accepts(unused)).isFalse();
    assertThat(service.list(ann.id())).extracting(SessionInfo::id).containsOnly(used.sessionId());
    fixture.clock.advance(Duration.ofMinutes(29));
    assertThat(node.accepts(used)).isTrue();
  }

  @Test
  @Proves("S22")
  void aSessionInConstantUseEndsAtTheAbsoluteLimit() {
    var grant = fixture.logIn(ann);
    for (int i = 0; i < 12 * 60 - 1; i++) {
      fixture.clock.advance(Duration.ofMinutes(1));
      assertThat(node.accepts(grant)).isTrue();
    }
    fixture.clock.advance(Duration.ofSeconds(59));
    assertThat(node.accepts(grant)).isTrue();
    fixture.clock.advance(Duration.ofSeconds(1));
    assertThat(node.accepts(grant)).as("although it was in the cache").isFalse();
  }

  @Test
  @Proves("S22")
  void useCountsEvenWhereTheIdleLimitIsShort() {
    try (var shortLived = new SessionFixture(Duration.ofSeconds(60), 10)) {
      var grant = shortLived.logIn(shortLived.newAccount("eve"));
      for (int i = 0; i < 20; i++) {
        shortLived.clock.advance(Duration.ofSeconds(7));
        assertThat(shortLived.node.accepts(grant)).isTrue();
      }
      shortLived.clock.advance(Duration.ofSeconds(60));
      assertThat(shortLived.node.accepts(grant)).isFalse();
    }
  }

  @Test
  void useIsWrittenOnceAMinuteAtMost() {
    var grant = fixture.logIn(ann);
    var begin = fixture.clock.instant();
    fixture.clock.advance(Duration.ofSeconds(59));
    assertThat(node.accepts(grant)).isTrue();
    assertThat(service.list(ann.id()).get(0).lastSeenAt()).isEqualTo(begin);
    fixture.clock.advance(Duration.ofSeconds(6));
    assertThat(node.accepts(grant)).isTrue();
    assertThat(service.list(ann.id()).get(0).lastSeenAt()).isEqualTo(begin.plusSeconds(65));
  }

  @Test
  @Proves("S23")
  void logoutEndsTheSessionItsFamilyAndItsAccessTokens() {
    var grant = fixture.logIn(ann);
    service.logout(fixture.callerOf(grant), CLIENT);
    assertThat(node.accepts(grant)).isFalse();
    assertThat(fixture.checkToken(node, ann, grant.sessionId())).isEqualTo(REVOKED);
    assertThat(fixture.database.events()).singleElement().isInstanceOf(LoggedOut.class);
  }

  @Test
  @Proves("S23")
  void logoutOfTokensLeavesNoFamilyToRefresh() {
    var id = fixture.openTokens(ann, Duration.ofHours(1));
    service.logout(ann.toCaller(Set.of("pwd"), fixture.clock.instant(), id), CLIENT);
    assertThat(fixture.<Boolean>get(tx -> node.sessions().byId(tx, id).isPresent())).isFalse();
    assertThat(fixture.checkToken(node, ann, id)).isEqualTo(REVOKED);
  }

  @Test
  @Proves({"S12", "S23"})
  void anotherNodeRefusesALoggedOutSessionWithItsNextPollAndWithoutOneInFiveSeconds() {
    var polling = fixture.newNode();
    var deaf = fixture.newNode();
    var grant = fixture.logIn(ann);
    assertThat(polling.accepts(grant)).isTrue();
    assertThat(deaf.accepts(grant)).isTrue();
    service.logout(fixture.callerOf(grant), CLIENT);
    polling.revocations().feed().poll();
    assertThat(polling.accepts(grant)).isFalse();
    assertThat(fixture.checkToken(polling, ann, grant.sessionId())).isEqualTo(REVOKED);
    fixture.clock.advance(Duration.ofSeconds(5));
    assertThat(deaf.accepts(grant)).isFalse();
  }

  @Test
  @Proves("S23")
  void anotherApplicationOfTheGroupRefusesALoggedOutSessionWithoutAnyPoll() {
    var settings =
        new SessionSettings(
            Duration.ofMinutes(30), Duration.ofHours(12), 10, Duration.ofMinutes(15), "office");
    try (var group = new SessionFixture(settings)) {
      var other = group.newNode();
      var grant = group.logIn(group.newAccount("ben"));
      assertThat(other.accepts(grant)).isTrue();
      group.node.service().logout(group.callerOf(grant), CLIENT);
      assertThat(other.accepts(grant)).isFalse();
    }
  }

  @Test
  @Proves("S23")
  void logoutRevokesTokensEvenWhereTheSessionIsOverAlready() {
    var id = fixture.openTokens(ann, Duration.ofMinutes(1));
    var caller = ann.toCaller(Set.of("pwd"), fixture.clock.instant(), id);
    fixture.clock.advance(Duration.ofMinutes(2));
    assertThat(node.sessions().cleanUp()).isEqualTo(1);
    service.logout(caller, CLIENT);
    assertThat(fixture.checkToken(node, ann, id)).isEqualTo(REVOKED);
  }

  @Test
  void loggingOutEverywhereEndsEverything() {
    var first = fixture.logIn(ann);
    var second = fixture.logIn(ann);
    assertThat(node.accepts(second)).isTrue();
    service.logoutAll(fixture.callerOf(first), CLIENT);
    assertThat(node.accepts(first)).isFalse();
    assertThat(node.accepts(second)).isFalse();
    assertThat(service.list(ann.id())).isEmpty();
    assertThat(fixture.database.events()).singleElement().isInstanceOf(AllSessionsEnded.class);
  }

  @Test
  @Proves("S24")
  void aDisabledAccountHasNoSessionAnyMore() {
    var grant = fixture.logIn(ann);
    assertThat(node.accepts(grant)).isTrue();
    fixture.disable(ann.id());
    fixture.clock.advance(Duration.ofSeconds(5));
    assertThat(node.accepts(grant)).isFalse();
  }

  @Test
  void rolesAreReadAnew() {
    var grant = fixture.logIn(ann);
    assertThat(fixture.callerOf(grant).getRoles()).containsExactly("user");
    fixture.in(
        tx ->
            SessionFixture.sql(
                tx,
                "UPDATE auth_account_role SET role_name = 'clerk' WHERE account_id = ?",
                ann.id()));
    fixture.clock.advance(Duration.ofSeconds(5));
    assertThat(fixture.callerOf(grant).getRoles()).containsExactly("clerk");
  }

  @Test
  @Proves("S25")
  void aUserSeesOwnSessionsTheNewestFirstAndNoSecrets() {
    var first = fixture.logIn(ann);
    fixture.clock.advance(Duration.ofSeconds(1));
    var second = fixture.openTokens(ann, Duration.ofHours(1));
    var others = fixture.logIn(fixture.newAccount("ben"));
    var list = service.list(ann.id());
    assertThat(list)
        .extracting(SessionInfo::id)
        .containsExactly(second, first.sessionId())
        .doesNotContain(others.sessionId());
    assertThat(list).extracting(SessionInfo::browser).containsExactly(false, true);
    assertThat(list.get(1).device()).isEqualTo("Browser/1.0");
    assertThat(list.get(1).address()).isEqualTo("192.0.2.7");
    assertThat(list.toString()).doesNotContain(first.secret().reveal());
  }

  @Test
  @Proves("S25")
  void aUserEndsOwnSessionsOnly() {
    var current = fixture.logIn(ann);
    var other = fixture.logIn(ann);
    var bens = fixture.logIn(fixture.newAccount("ben"));
    var caller = fixture.callerOf(current);
    assertThat(node.accepts(other)).isTrue();
    assertThat(service.end(caller, bens.sessionId(), CLIENT)).isFalse();
    assertThat(service.end(caller, "unknown", CLIENT)).isFalse();
    assertThat(service.end(caller, other.sessionId(), CLIENT)).isTrue();
    assertThat(service.end(caller, other.sessionId(), CLIENT)).isFalse();
    assertThat(node.accepts(other)).isFalse();
    assertThat(node.accepts(bens)).isTrue();
    assertThat(node.accepts(current)).isTrue();
    assertThat(fixture.database.events())
        .singleElement()
        .isInstanceOfSatisfying(
            SessionEnded.class,
            event -> assertThat(event.endedSessionId()).isEqualTo(other.sessionId()))
        .extracting(SecurityEvent::details)
        .isEqualTo(
            new EventDetails(
                fixture.clock.instant(), ann.id(), "ann", current.sessionId(), null, null, CLIENT));
  }

  @Test
  @Proves("S74")
  void aDatabaseThatIsAwayIsNeverTakenForALiveSession() {
    var grant = fixture.logIn(ann);
    var cached = fixture.logIn(ann);
    var caller = fixture.callerOf(cached);
    fixture.database.setDown(true);
    assertThatThrownBy(() -> service.check(grant.secret(), CLIENT))
        .isInstanceOf(TemporarilyUnavailableException.class);
    assertThat(node.accepts(cached)).as("for as long as it is cached").isTrue();
    assertThatThrownBy(() -> service.logout(caller, CLIENT))
        .isInstanceOf(TemporarilyUnavailableException.class);
    assertThat(node.accepts(cached)).as("the logout did not happen, not even here").isTrue();
    fixture.clock.advance(Duration.ofSeconds(5));
    assertThatThrownBy(() -> service.check(cached.secret(), CLIENT))
        .isInstanceOf(TemporarilyUnavailableException.class);
    fixture.database.setDown(false);
    assertThat(node.accepts(cached)).isTrue();
  }

  @Test
  @Proves("S79")
  void unknownSecretsTakeNoRoom() {
    for (int i = 0; i < 2_000; i++) {
      var unknown = OpaqueToken.create(OpaqueToken.Kind.SESSION, fixture.random).text();
      assertThat(service.check(unknown, CLIENT)).isInstanceOf(SessionCheck.None.class);
    }
    assertThat(service.cachedCount()).isZero();
  }

  @Test
  @Proves("S79")
  void knownSecretsTakeTheRoomOfTheCacheAndNoMore() {
    var small =
        new SessionServiceImpl(
            fixture.database,
            node.sessions(),
            fixture.accounts,
            node.revocations(),
            TestSources.none(fixture.database, node.sessions(), fixture.clock),
            fixture.clock,
            20);
    for (int i = 0; i < 50; i++) {
      var grant = fixture.logIn(fixture.newAccount("user" + i));
      assertThat(small.check(grant.secret(), CLIENT)).isInstanceOf(SessionCheck.Live.class);
    }
    assertThat(small.cachedCount()).isBetween(1L, 20L);
  }
}
