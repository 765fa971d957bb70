package dev.portcullis.web.ldap;

import static dev.portcullis.web.ldap.LdapApplication.LOCAL_PASSWORD;
import static dev.portcullis.web.ldap.LdapApplication.caller;
import static dev.portcullis.web.ldap.LdapApplication.granted;
import static dev.portcullis.web.ldap.RunningDirectory.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.ClientInfo;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a directory is slow, or away. */
@Timeout(120)
class DirectoryOutageTest {

  private static TemporarilyUnavailableException unavailable(ThrowingCallable call) {
    var thrown = catchThrowableOfType(TemporarilyUnavailableException.class, call);
    assertThat(thrown).as("it answered").isNotNull();
    assertThat(thrown.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
    return thrown;
  }

  private static MemoryDirectory memory(InMemoryOperationInterceptor interceptor) {
    return new MemoryDirectory(
        RunningDirectory.AUTHORITY.issue(
            RunningDirectory.AUTHORITY.server(Instant.now()).host("localhost")),
        interceptor);
  }

  /** Takes connections and binds, and answers no search while it holds. */
  private static final class Holding extends InMemoryOperationInterceptor {

    private volatile CountDownLatch open = new CountDownLatch(0);
    private final AtomicInteger held = new AtomicInteger();

    void hold() {
      open = new CountDownLatch(1);
    }

    void letGo() {
      open.countDown();
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
      if (open.getCount() > 0) {
        held.incrementAndGet();
        try {
          var unused = open.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  @Test
  @Tag("slapd")
  @Proves({"S59", "S74"})
  void itComesBackWithoutARestartAndKeepsNobodyOutWhoIsKeptHere() {
    try (var slapd = new Slapd();
        var app = new LdapApplication(slapd.yaml())) {
      app.create("root");
      var session = granted(app.login("alice", PASSWORD));
      var tokens = app.issue("alice");
      slapd.stop();

      assertThat(app.login("root", LOCAL_PASSWORD)).isInstanceOf(Authenticated.class);
      for (int i = 0; i < 5; i++) {
        unavailable(() -> app.login("alice", PASSWORD));
      }
      unavailable(() -> app.login("nobody", PASSWORD));
      unavailable(() -> app.refresh(tokens));
      assertThat(app.isLive(session)).as("within the grace").isTrue();

      slapd.start();
      app.later(Duration.ofSeconds(5));
      assertThat(app.login("alice", PASSWORD))
          .as("no guess was counted")
          .isInstanceOf(Authenticated.class);
      assertThat(caller(app.refresh(tokens)).getUsername()).isEqualTo("alice");
    }
  }

  @Test
  @Proves("S74")
  void sessionsGoOnForTheGraceAndNoLonger() {
    var directory = memory(new Holding());
    try (directory;
        var app = new LdapApplication(directory.yaml())) {
      var session = granted(app.login("alice", PASSWORD));
      directory.server().shutDown(true);
      app.later(Duration.ofMinutes(16));
      assertThat(app.isLive(session)).isTrue();
      app.later(Duration.ofMinutes(15));
      unavailable(() -> app.isLive(session));
    }
  }

  @Test
  @Proves("S59")
  void oneThatHangsAfterTheBindIsGivenUpInTime() {
    var holding = new Holding();
    try (var directory = memory(holding);
        var app = new LdapApplication(directory.yaml("response_timeout: 1s"))) {
      assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
      holding.hold();
      long before = System.nanoTime();
      unavailable(() -> app.login("alice", PASSWORD));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
      unavailable(() -> app.login("alice", PASSWORD));
      unavailable(() -> app.login("alice", PASSWORD));

      int asked = holding.held.get();
      before = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        unavailable(() -> app.login("alice", PASSWORD));
      }
      assertThat(holding.held.get()).as("it is left alone").isEqualTo(asked);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));

      holding.letGo();
      app.later(Duration.ofSeconds(5));
      assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
    }
  }

  @Test
  @Proves("S74")
  void theNextServerIsAskedWhereOneIsOff() {
    try (var directory = memory(new Holding());
        var app =
            new LdapApplication(
                RunningDirectory.settings(
                    "ldap://localhost:" + RunningDirectory.freePort() + ", " + directory.url()))) {
      assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
    }
  }

  @Test
  @Proves("S74")
  void theNextServerIsAskedWhereOneHangs() {
    var holding = new Holding();
    try (var first = memory(holding);
        var second = memory(new Holding());
        var app =
            new LdapApplication(
                RunningDirectory.settings(
                    first.url() + ", " + second.url(), "response_timeout: 1s"))) {
      holding.hold();
      assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
      int asked = holding.held.get();
      assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
      assertThat(holding.held.get()).as("it is left alone").isEqualTo(asked);
      holding.letGo();
    }
  }

  /** Connections to it are kept that answered a moment ago, or long ago. */
  @ParameterizedTest
  @ValueSource(longs = {0, 20})
  @Proves("S74")
  void theNextServerIsAskedWhereOneHangsThatAnsweredBefore(long seconds) {
    var holding = new Holding();
    try (var first = memory(holding);
        var second = memory(new Holding());
        var app =
            new LdapApplication(
                RunningDirectory.settings(
                    first.url() + ", " + second.url(), "response_timeout: 1s"))) {
      assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
      app.later(Duration.ofSeconds(seconds));
      holding.hold();
      assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
      assertThat(holding.held.get()).as("it was asked").isPositive();
      holding.letGo();
    }
  }

  private static String people(int many) {
    var ldif = new StringBuilder();
    for (int i = 0; i < many; i++) {
      ldif.append(
          """
          dn: uid=p%1$d,ou=people,dc=example,dc=com
          objectClass: inetOrgPerson
          uid: p%1$d
          cn: p%1$d
          sn: p%1$d
          userPassword: seven lazy herons

          """
              .formatted(i));
    }
    return ldif.toString();
  }

  /**
   * Two connections for two hundred people: they wait, or are told to come back. They come from
   * many addresses, and none twice, so that no limit of guesses answers in the directory's place.
   */
  @Test
  @Tag("slapd")
  @Proves({"S59", "S79"})
  void twoHundredAtATimeAreQueuedOrRefusedAndNoneIsTurnedAwayAsWrong() throws Exception {
    try (var slapd = new Slapd();
        var app = new LdapApplication(slapd.yaml("pool_size: 2", "pool_wait: 1s"))) {
      slapd.change(people(200));
      assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
      var outcomes = new TreeMap<String, Integer>();
      var threads = Executors.newFixedThreadPool(200);
      try {
        var logins = new ArrayList<Callable<String>>();
        for (int i = 0; i < 200; i++) {
          int number = i;
          logins.add(
              () -> {
                try {
                  return app.login(
                          "p" + number,
                          PASSWORD,
                          new ClientInfo("198.18." + number + ".1", "", "c"))
                      .foldWithoutSecondFactor(in -> "in", rejected -> rejected.reason().name());
                } catch (TemporarilyUnavailableException e) {
                  return "later";
                }
              });
        }
        for (var login : threads.invokeAll(logins)) {
          outcomes.merge(login.get(), 1, Integer::sum);
        }
        assertThat(outcomes.keySet())
            .as("right, or told to come back: %s", outcomes)
            .isSubsetOf("in", "later");
      } finally {
        threads.shutdownNow();
      }
      assertThat(outcomes).as("some had their turn").containsKey("in");
      app.later(Duration.ofMinutes(20));
      assertThat(app.login("bob", PASSWORD)).isInstanceOf(Authenticated.class);
    }
  }
}
