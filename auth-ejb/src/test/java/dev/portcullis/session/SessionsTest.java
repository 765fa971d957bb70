package dev.portcullis.session;

import static dev.portcullis.revocation.Revocations.Status.LIVE;
import static dev.portcullis.revocation.Revocations.Status.REVOKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.SecurityEvent.AllSessionsEnded;
import dev.portcullis.SecurityEvent.SessionEnded;
import dev.portcullis.SessionGrant;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private final SessionFixture fixture = new SessionFixture();
  private final SessionFixture.Node node = fixture.node;
  private AccountSnapshot ann = fixture.newAccount("ann");

  @BeforeEach
  void account() {
    ann = fixture.account(ann.id());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @Proves("S20")
  void secretsHave256BitsOfTheRandomSourceAndIds128() {
    var secrets = new HashSet<String>();
    for (int i = 0; i < 20; i++) {
      var grant = fixture.logIn(ann);
      assertThat(grant.sessionId()).matches("[0-9a-f]{32}");
      assertThat(grant.secret().reveal()).matches("pcs_[A-Za-z0-9_-]{43}");
      assertThat(grant.secret().reveal()).doesNotContain(grant.sessionId());
      secrets.add(grant.secret().reveal());
    }
    assertThat(secrets).hasSize(20);
  }

  @Test
  @Proves("S71")
  void theDatabaseHoldsNoSecret() {
    var grant = fixture.logIn(ann);
    var rows =
        fixture.database.<String>inNew(
            tx ->
                tx.em()
                    .createQuery("SELECT s FROM Session s", Session.class)
                    .getResultStream()
                    .map(s -> s.id + s.secretHash + s.amr + s.device + s.address)
                    .reduce("", String::concat));
    assertThat(rows)
        .contains(grant.sessionId())
        .doesNotContain(grant.secret().reveal())
        .doesNotContain(grant.secret().reveal().substring(4));
  }

  @Test
  @Proves("S19")
  void everyLoginBeginsAnotherSession() {
    var first = fixture.logIn(ann);
    var second = fixture.logIn(ann);
    assertThat(second.sessionId()).isNotEqualTo(first.sessionId());
    assertThat(second.secret()).isNotEqualTo(first.secret());
  }

  @Test
  @Proves("S19")
  void aRenewedSessionGoesOnUnderItsNewSecretOnly() {
    var old = fixture.logIn(ann);
    assertThat(node.accepts(old)).isTrue();
    fixture.clock.advance(Duration.ofSeconds(1));
    var renewed = renew(old).orElseThrow();
    assertThat(node.accepts(old)).as("although it was in the cache").isFalse();
    var caller = fixture.callerOf(renewed);
    assertThat(caller.getSessionId()).isEqualTo(old.sessionId());
    assertThat(caller.getAuthenticationMethods()).containsExactlyInAnyOrder("pwd", "otp");
    assertThat(caller.getAuthenticatedAt()).isEqualTo(fixture.clock.instant());
    assertThat(renewed.expiresAt()).isEqualTo(old.expiresAt());
    fixture.clock.advance(Duration.ofMinutes(2));
    assertThat(node.accepts(old)).isFalse();
  }

  @Test
  @Proves("S19")
  void anotherNodeForgetsTheOldSecretWithItsNextPoll() {
    var other = fixture.newNode();
    var old = fixture.logIn(ann);
    assertThat(other.accepts(old)).isTrue();
    assertThat(renew(old)).isPresent();
    other.revocations().feed().poll();
    assertThat(other.accepts(old)).isFalse();
  }

  @Test
  @Proves("S19")
  void renewalFailsForASessionThatIsOverOrBehindTokens() {
    var ended = fixture.logIn(ann);
    fixture.in(tx -> assertThat(node.sessions().end(tx, ended.sessionId())).isTrue());
    assertThat(renew(ended)).isEmpty();
    var tokens = fixture.openTokens(ann, Duration.ofHours(1));
    assertThat(renew(tokens)).isEmpty();
    var idle = fixture.logIn(ann);
    fixture.clock.advance(Duration.ofMinutes(30));
    assertThat(renew(idle)).isEmpty();
  }

  @Test
  @Proves("S19")
  void ofParallelRenewalsOneSecretLives() throws Exception {
    var pool = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        var old = fixture.logIn(ann);
        Callable<Optional<SessionGrant>> renewal = () -> renew(old);
        var winners = new ArrayList<SessionGrant>();
        for (var result : pool.invokeAll(Collections.nCopies(8, renewal))) {
          result.get().ifPresent(winners::add);
        }
        assertThat(winners).isNotEmpty();
        assertThat(winners.stream().filter(node::accepts)).hasSize(1);
        assertThat(node.accepts(old)).isFalse();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  @Proves("S19")
  void aNewProofBeginsANewSessionBehindTokensThatEndsWhenTheOldOneWouldHave() {
    var id = fixture.openTokens(ann, Duration.ofHours(1));
    var end = snapshot(id).orElseThrow().expiresAt();
    fixture.clock.advance(Duration.ofMinutes(10));
    var renewed = snapshot(replace(id).orElseThrow()).orElseThrow();
    assertThat(renewed.methods()).containsExactlyInAnyOrder("pwd", "otp");
    assertThat(renewed.authenticatedAt()).isEqualTo(fixture.clock.instant());
    assertThat(renewed.expiresAt()).isEqualTo(end);
    assertThat(snapshot(id)).isEmpty();
    assertThat(fixture.checkToken(node, ann, id)).isEqualTo(REVOKED);
    assertThat(replace(id)).as("once").isEmpty();
    assertThat(replace(fixture.logIn(ann).sessionId())).as("of a browser").isEmpty();
    var bens = fixture.openTokens(fixture.newAccount("ben"), Duration.ofHours(1));
    assertThat(replace(bens)).as("of somebody else").isEmpty();
    assertThat(snapshot(bens)).isPresent();
    fixture.clock.advance(Duration.ofHours(1));
    assertThat(replace(renewed.id())).as("expired").isEmpty();
  }

  @Test
  @Proves("S22")
  void aSessionBehindTokensEndsAtItsAbsoluteEndAndNotBefore() {
    var id = fixture.openTokens(ann, Duration.ofHours(8));
    fixture.clock.advance(Duration.ofHours(8).minusMillis(1));
    assertThat(snapshot(id)).isPresent();
    fixture.clock.advance(Duration.ofMillis(1));
    assertThat(snapshot(id)).isEmpty();
  }

  @Test
  @Proves("S24")
  void endingAllEndsSessionsAndTokensOfThatAccountOnly() {
    var ben = fixture.newAccount("ben");
    var browser = fixture.logIn(ann);
    var tokens = fixture.openTokens(ann, Duration.ofHours(1));
    var others = fixture.logIn(ben);
    assertThat(node.accepts(browser)).isTrue();
    fixture.in(tx -> node.sessions().endAll(tx, ann.id(), fixture.details(ann)));
    assertThat(node.accepts(browser)).isFalse();
    assertThat(snapshot(tokens)).isEmpty();
    assertThat(fixture.checkToken(node, ann, tokens)).isEqualTo(REVOKED);
    assertThat(fixture.checkToken(node, ann, browser.sessionId())).isEqualTo(REVOKED);
    assertThat(
            node.revocations()
                .check("any", "long gone", ann.id(), fixture.clock.instant().minusSeconds(61)))
        .isEqualTo(REVOKED);
    assertThat(node.accepts(others)).isTrue();
    assertThat(fixture.checkToken(node, ben, others.sessionId())).isEqualTo(LIVE);
    assertThat(fixture.database.events()).singleElement().isInstanceOf(AllSessionsEnded.class);
  }

  @Test
  @Proves("S24")
  void oneCanLogInAgainInTheSecondInWhichAllWasEnded() {
    fixture.in(tx -> node.sessions().endAll(tx, ann.id(), fixture.details(ann)));
    var again = fixture.logIn(ann);
    assertThat(node.accepts(again)).isTrue();
    assertThat(fixture.checkToken(node, ann, again.sessionId())).isEqualTo(LIVE);
  }

  @Test
  void endingTheOthersKeepsOne() {
    var kept = fixture.logIn(ann);
    var browser = fixture.logIn(ann);
    var tokens = fixture.openTokens(ann, Duration.ofHours(1));
    fixture.in(
        tx -> node.sessions().endAllExcept(tx, ann.id(), kept.sessionId(), fixture.details(ann)));
    assertThat(node.accepts(kept)).isTrue();
    assertThat(fixture.checkToken(node, ann, kept.sessionId())).isEqualTo(LIVE);
    assertThat(node.accepts(browser)).isFalse();
    assertThat(fixture.checkToken(node, ann, tokens)).isEqualTo(REVOKED);
    assertThat(fixture.database.events()).hasSize(2).allMatch(SessionEnded.class::isInstance);
  }

  @Test
  @Proves("S24")
  void opensNothingForADisabledAccount() {
    fixture.disable(ann.id());
    assertThatThrownBy(() -> fixture.logIn(ann)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> fixture.openTokens(ann, Duration.ofHours(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(node.sessions().countLive()).isZero();
  }

  @Test
  void countsAndCleansUpByTheSameLimits() {
    var browser = fixture.logIn(ann);
    var tokens = fixture.openTokens(ann, Duration.ofHours(1));
    assertThat(node.sessions().countLive()).isEqualTo(2);
    fixture.clock.advance(Duration.ofMinutes(30));
    assertThat(node.sessions().countLive()).isEqualTo(1);
    assertThat(node.sessions().cleanUp()).isEqualTo(1);
    assertThat(node.accepts(browser)).isFalse();
    assertThat(snapshot(tokens)).isPresent();
    fixture.clock.advance(Duration.ofMinutes(30));
    assertThat(node.sessions().countLive()).isZero();
    assertThat(node.sessions().cleanUp()).isEqualTo(1);
  }

  private Optional<SessionGrant> renew(SessionGrant grant) {
    return renew(grant.sessionId());
  }

  private Optional<SessionGrant> renew(String sessionId) {
    return fixture.database.inNew(
        tx ->
            node.sessions()
                .renewSecret(tx, sessionId, Set.of("pwd", "otp"), fixture.clock.instant()));
  }

  private Optional<String> replace(String sessionId) {
    return fixture.database.inNew(
        tx ->
            node.sessions()
                .replaceTokenSession(
                    tx,
                    sessionId,
                    ann,
                    Set.of("pwd", "otp"),
                    fixture.clock.instant(),
                    SessionFixture.CLIENT));
  }

  private Optional<SessionSnapshot> snapshot(String sessionId) {
    return fixture.database.inNew(tx -> node.sessions().byId(tx, sessionId));
  }
}
