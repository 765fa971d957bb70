package dev.portcullis.ejb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenVerification;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestServer;
import dev.portcullis.testing.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Background work on threads: what takes long holds up nothing but its own kind. */
class LanesTest {

  private static final ClientInfo CLIENT = new ClientInfo("203.0.113.7", "a browser", "req-1");
  private static final Confidential PASSWORD = Confidential.of("ducks-waddle-over-the-icy-pond");
  private static final Pattern STALENESS =
      Pattern.compile("(?m)^auth_revocations_staleness_seconds ([0-9.E-]+)$");

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final OwnLanes lanes =
      new OwnLanes(
          work -> {
            var thread = new Thread(work, "lane");
            threads.add(thread);
            return thread;
          });
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    mayEnd.countDown();
    lanes.close();
    server.close();
  }

  @Test
  @Proves({"S12", "S18"})
  void whateverTakesLongRevocationsAndKeysAreFollowed() throws Exception {
    server.runOn(lanes);
    try (var domain = PortcullisRuntime.start(TestSettings.defaults(), server)) {
      var tokens = tokens(domain);
      block(Lane.UPKEEP);
      block(Lane.FETCHING);

      server.clock().advance(Duration.ofSeconds(20));
      assertThat(soon(() -> staleness(domain) < 2)).as("the feed went on").isTrue();
      retireKeysInTheDatabase();
      // The copy of the keys is young enough to be believed: only what follows them notices.
      assertThat(soon(() -> verify(domain, tokens) instanceof TokenVerification.Invalid))
          .as("the keys were followed")
          .isTrue();
      mayEnd.countDown();
    }
  }

  /** As many tasks as the lane has threads, all of which run until the end of the test. */
  private void block(Lane lane) throws InterruptedException {
    var begun = new CountDownLatch(lane.threads());
    for (int i = 0; i < lane.threads(); i++) {
      lanes
          .of(lane)
          .execute(
              () -> {
                begun.countDown();
                awaitEnd();
              });
    }
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitEnd() {
    try {
      assertThat(mayEnd.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void nothingIsLeftOfThreadsThatWereClosed() throws Exception {
    server.runOn(lanes);
    try (var domain = PortcullisRuntime.start(TestSettings.defaults(), server)) {
      assertThat(domain.isStoreReachable()).isTrue();
      assertThat(threads).hasSizeBetween(2, 8);
    }
    for (var thread : threads) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static double staleness(PortcullisDomain domain) {
    var matcher = STALENESS.matcher(domain.metrics().scrape());
    assertThat(matcher.find()).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  private void retireKeysInTheDatabase() {
    int retired =
        server
            .database()
            .inNew(
                tx ->
                    tx.em()
                        .createNativeQuery("UPDATE auth_signing_key SET phase = 'RETIRED'")
                        .executeUpdate());
    assertThat(retired).isPositive();
  }

  private static TokenGrant tokens(PortcullisDomain domain) {
    assertThat(
            domain
                .accounts()
                .create(new NewAccount("alice", null, "Alice", Set.of("user"), PASSWORD), CLIENT))
        .isNotNull();
    var result =
        domain
            .authentication()
            .issueTokens(new PasswordLogin("alice", PASSWORD, null), null, CLIENT);
    assertThat(result).isInstanceOf(Authenticated.class);
    return ((Authenticated<TokenGrant>) result).grant();
  }

  private static TokenVerification verify(PortcullisDomain domain, TokenGrant tokens) {
    return domain.accessTokenVerifier().verify(tokens.accessToken().reveal());
  }

  /** Threads keep their own time. */
  private static boolean soon(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return true;
  }
}
