package dev.portcullis.session;

import static dev.portcullis.revocation.Revocations.Status.REVOKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.SecurityEvent.SessionEnded;
import dev.portcullis.SessionGrant;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionCapTest {

  private static final int CAP = 3;

  private final SessionFixture fixture = new SessionFixture(Duration.ofMinutes(30), CAP);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @Proves("S25")
  void theOldestGivesWayOfWhicheverKind() {
    var ann = fixture.newAccount("ann");
    var tokens = fixture.openTokens(ann, Duration.ofHours(1));
    pause();
    var first = fixture.logIn(ann);
    pause();
    var second = fixture.logIn(ann);
    assertThat(fixture.node.accepts(first)).isTrue();
    pause();
    var third = fixture.logIn(ann);
    assertThat(fixture.checkToken(fixture.node, ann, tokens)).isEqualTo(REVOKED);
    assertThat(fixture.node.accepts(first)).isTrue();
    pause();
    var last = fixture.openTokens(ann, Duration.ofHours(1));
    assertThat(fixture.node.accepts(first)).as("although it was in the cache").isFalse();
    assertThat(fixture.node.accepts(second)).isTrue();
    assertThat(fixture.node.accepts(third)).isTrue();
    assertThat(fixture.database.events())
        .hasSize(2)
        .last()
        .isInstanceOfSatisfying(
            SessionEnded.class,
            event -> {
              assertThat(event.endedSessionId()).isEqualTo(first.sessionId());
              assertThat(event.details().sessionId()).isEqualTo(last);
            });
  }

  @Test
  void sessionsPastALimitDoNotCount() {
    var ann = fixture.newAccount("ann");
    for (int i = 0; i < CAP; i++) {
      assertThat(fixture.logIn(ann).sessionId()).isNotEmpty();
    }
    fixture.clock.advance(Duration.ofMinutes(31));
    assertThat(fixture.node.accepts(fixture.logIn(ann))).isTrue();
    assertThat(fixture.database.events()).isEmpty();
  }

  @Test
  @Proves("S25")
  void parallelLoginsNeverLeaveMoreThanTheCap() throws Exception {
    var ann = fixture.newAccount("ann");
    var pool = Executors.newFixedThreadPool(9);
    try {
      var over = new AtomicBoolean();
      var most = new AtomicLong();
      var watcher =
          pool.submit(
              () -> {
                while (!over.get()) {
                  most.accumulateAndGet(fixture.node.sessions().countLive(), Math::max);
                }
              });
      Callable<SessionGrant> login = () -> fixture.logIn(ann);
      var grants = new ArrayList<SessionGrant>();
      for (var result : pool.invokeAll(Collections.nCopies(200, login))) {
        grants.add(result.get());
      }
      over.set(true);
      assertThat(watcher.get()).isNull();
      assertThat(most.get()).isEqualTo(CAP);
      assertThat(fixture.node.service().list(ann.id())).hasSize(CAP);
      assertThat(grants.stream().filter(fixture.node::accepts)).hasSize(CAP);
      assertThat(fixture.database.events()).hasSize(200 - CAP);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  @Proves("S25")
  void parallelLoginsAndLogoutsNeitherBlockEachOtherForGoodNorExceedTheCap() throws Exception {
    var ann = fixture.newAccount("ann");
    var sessions = fixture.node.sessions();
    var pool = Executors.newFixedThreadPool(8);
    try {
      var work = new ArrayList<Callable<SessionGrant>>();
      for (int i = 0; i < 300; i++) {
        boolean everywhere = i % 5 == 0;
        work.add(
            () -> {
              var grant = fixture.logIn(ann);
              if (everywhere) {
                fixture.in(tx -> sessions.endAll(tx, ann.id(), fixture.details(ann)));
              } else {
                fixture.in(tx -> assertThat(sessions.end(tx, grant.sessionId())).isIn(true, false));
              }
              return grant;
            });
      }
      for (var result : pool.invokeAll(work)) {
        assertThat(fixture.node.accepts(result.get())).isFalse();
      }
      assertThat(sessions.countLive()).isZero();
    } finally {
      pool.shutdownNow();
    }
  }

  private void pause() {
    fixture.clock.advance(Duration.ofSeconds(1));
  }
}
