package dev.portcullis.ejb;

import static dev.portcullis.testing.PlaceServer.CAP;
import static dev.portcullis.testing.PlaceServer.CLIENT;
import static dev.portcullis.testing.PlaceServer.PASSWORD;
import static dev.portcullis.testing.PlaceServer.granted;
import static dev.portcullis.testing.PlaceServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountOutcome;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.Confidential;
import dev.portcullis.KeyInfo;
import dev.portcullis.NewApiToken;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SessionInfo;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenVerification;
import dev.portcullis.account.Administrators;
import dev.portcullis.login.SetupLinks;
import dev.portcullis.testing.Crash;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import dev.portcullis.testing.Totals;
import dev.portcullis.testing.WatchedDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node dies at every point of a use case: before and after each statement, before and after each
 * commit. What it leaves is what it had committed until then, and nothing of anything else; whoever
 * asks again, on another node, gets what is documented.
 */
@Tag("database")
@ParameterizedClass
@EnumSource(names = {"H2_ECLIPSELINK", "POSTGRESQL_HIBERNATE"})
class CrashPointsTest {

  private static final Confidential OTHER = Confidential.of("geese-honk-under-the-warm-bridge");

  @SuppressWarnings("NullAway.Init")
  private static PlaceServer server;

  @SuppressWarnings("NullAway.Init")
  private static WatchedDataSource watched;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Place place;

  @BeforeParameterizedClassInvocation
  static void start(Place place) {
    server =
        new PlaceServer(
            place,
            PlaceServer.THREADS,
            pool -> {
              watched = new WatchedDataSource(pool);
              return watched;
            });
  }

  @AfterParameterizedClassInvocation
  static void close() {
    server.close();
  }

  /** A use case of one client. */
  private interface Story {

    /** Part of the first statement that belongs to it; empty for any. */
    default String from() {
      return "";
    }

    /** What the node does that dies. */
    void run();

    /**
     * What the client meets afterwards.
     *
     * @param done whether everything was committed
     */
    void askAgain(boolean done);
  }

  private interface Beginning {
    Story prepare();
  }

  /** Runs it undisturbed once, then once for each point. */
  private static void dieEverywhere(int leastPoints, Beginning beginning) throws SQLException {
    var states = undisturbed(beginning.prepare());
    int point = 1;
    for (; ; point++) {
      server.restart();
      var story = beginning.prepare();
      var before = Totals.of(server.fresh());
      var crash = new Crash(point, story.from());
      run(story, crash);
      if (!crash.happened()) {
        break;
      }
      var change = Totals.between(before, Totals.of(server.fresh()));
      assertThat(change).as(crash.toString()).isEqualTo(states.get(crash.commits()));
      assertThat(server.pool().lent()).as(crash.toString()).isZero();
      server.restart();
      try {
        story.askAgain(crash.commits() == states.size() - 1);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(crash.toString(), e);
      }
    }
    assertThat(point - 1).as("points").isGreaterThanOrEqualTo(leastPoints);
  }

  /** How the totals have changed after each commit. */
  private static List<Map<String, Long>> undisturbed(Story story) throws SQLException {
    var states = new ArrayList<Map<String, Long>>();
    states.add(Map.of());
    var before = Totals.of(server.fresh());
    run(
        story,
        new Crash(0, story.from()) {
          @Override
          protected void committed() throws SQLException {
            states.add(Totals.between(before, Totals.of(server.fresh())));
          }
        });
    return states;
  }

  private static void run(Story story, Crash crash) {
    watched.watch(crash);
    try {
      story.run();
    } catch (RuntimeException e) {
      if (!crash.happened()) {
        throw e;
      }
    } finally {
      watched.watch(new WatchedDataSource.Watcher() {});
    }
  }

  private static boolean isValid(TokenGrant tokens) {
    return server.verify(tokens) instanceof TokenVerification.Valid;
  }

  private static AuthenticationResult<TokenGrant> signIn(String username, Confidential password) {
    return server
        .domain()
        .authentication()
        .issueTokens(new PasswordLogin(username, password, null), null, CLIENT);
  }

  @Test
  void inTheExchangeOfARefreshToken() throws Exception {
    dieEverywhere(
        20,
        () -> {
          var tokens = server.issue(server.create("user"));
          return new Story() {
            @Override
            public void run() {
              var unused = server.refresh(tokens);
            }

            @Override
            public void askAgain(boolean done) {
              var answer = server.refresh(tokens);
              if (done) {
                // The answer was lost: to be told from a theft by nobody (S15).
                assertThat(refusal(answer)).isEqualTo(RejectionReason.REFRESH_TOKEN_REUSED);
                assertThat(isValid(tokens)).isFalse();
              } else {
                assertThat(isValid(granted(answer))).isTrue();
              }
            }
          };
        });
  }

  @Test
  void inALoginAtTheCap() throws Exception {
    dieEverywhere(
        30,
        () -> {
          var account = server.create("user");
          var before = List.of(server.issue(account), server.issue(account), server.issue(account));
          return new Story() {
            @Override
            public void run() {
              var unused = signIn(account.username(), PASSWORD);
            }

            @Override
            public void askAgain(boolean done) {
              var sessions = server.domain().sessions();
              assertThat(sessions.list(account.id())).hasSize(CAP);
              assertThat(before.stream().filter(CrashPointsTest::isValid))
                  .hasSize(done ? CAP - 1 : CAP);
              assertThat(isValid(granted(signIn(account.username(), PASSWORD)))).isTrue();
              assertThat(sessions.list(account.id()).stream().map(SessionInfo::id).distinct())
                  .hasSize(CAP);
            }
          };
        });
  }

  @Test
  void inAChangeOfThePassword() throws Exception {
    dieEverywhere(
        20,
        () -> {
          var account = server.create("user");
          var mine = server.issue(account);
          var other = server.issue(account);
          var caller = server.caller(mine);
          return new Story() {
            @Override
            public void run() {
              var unused =
                  server.domain().accounts().changePassword(caller, PASSWORD, OTHER, CLIENT);
            }

            @Override
            public void askAgain(boolean done) {
              assertThat(isValid(mine)).isTrue();
              assertThat(isValid(other)).isEqualTo(!done);
              var again =
                  server.domain().accounts().changePassword(caller, PASSWORD, OTHER, CLIENT);
              assertThat(again)
                  .isInstanceOf(done ? AccountOutcome.NotProven.class : AccountOutcome.Done.class);
              assertThat(isValid(other)).isFalse();
              assertThat(isValid(granted(signIn(account.username(), OTHER)))).isTrue();
            }
          };
        });
  }

  @Test
  void inLoggingOutEverywhere() throws Exception {
    dieEverywhere(
        15,
        () -> {
          var account = server.create("user");
          var mine = server.issue(account);
          var other = server.issue(account);
          var caller = server.caller(mine);
          return new Story() {
            @Override
            public void run() {
              server.domain().sessions().logoutAll(caller, CLIENT);
            }

            @Override
            public void askAgain(boolean done) {
              assertThat(isValid(mine)).isEqualTo(!done);
              assertThat(isValid(other)).isEqualTo(!done);
              server.domain().sessions().logoutAll(caller, CLIENT);
              assertThat(isValid(mine)).isFalse();
              assertThat(isValid(other)).isFalse();
              assertThat(server.domain().sessions().list(account.id())).isEmpty();
            }
          };
        });
  }

  @Test
  void inMakingTheFirstKey() throws Exception {
    dieEverywhere(
        15,
        () -> {
          server.execute("DELETE FROM auth_signing_key");
          return new Story() {
            @Override
            public String from() {
              // Before, Flyway looks for scripts.
              return "auth_signing_key";
            }

            @Override
            public void run() {
              server.start().close();
            }

            @Override
            public void askAgain(boolean done) {
              oneKeySigns();
            }
          };
        });
  }

  @Test
  void inARotationOfTheKeys() throws Exception {
    dieEverywhere(
        10,
        () -> {
          // Whatever is going on with the keys has come to its end by then.
          for (int day = 0; day < 2; day++) {
            server.server().clock().advance(Duration.ofDays(1));
            server.server().scheduler().runAll();
          }
          var tokens = server.issue(server.create("user"));
          var caller = server.caller(tokens);
          return new Story() {
            @Override
            public void run() {
              var unused = server.domain().keys().rotate(caller, CLIENT);
            }

            @Override
            public void askAgain(boolean done) {
              assertThat(isValid(tokens)).isTrue();
              oneKeySigns();
              var unused = server.domain().keys().rotate(caller, CLIENT);
              assertThat(isValid(tokens)).isTrue();
              oneKeySigns();
            }
          };
        });
  }

  private static void oneKeySigns() {
    assertThat(
            server.domain().keys().list().stream()
                .filter(key -> key.state() == KeyInfo.State.SIGNING))
        .hasSize(1);
    assertThat(isValid(server.issue(server.create("user")))).isTrue();
  }

  @Test
  void inMakingAnApiToken() throws Exception {
    var wanted = new NewApiToken("nightly build", Duration.ofDays(1), null);
    dieEverywhere(
        10,
        () -> {
          var account = server.create("user");
          var caller = server.caller(server.issue(account));
          return new Story() {
            @Override
            public void run() {
              var unused = server.domain().apiTokens().create(caller, wanted, CLIENT);
            }

            @Override
            public void askAgain(boolean done) {
              var tokens = server.domain().apiTokens();
              // The one whose secret was lost is listed, to be deleted.
              assertThat(tokens.list(account.id())).hasSize(done ? 1 : 0);
              assertThat(tokens.create(caller, wanted, CLIENT))
                  .isInstanceOf(ApiTokenOutcome.Created.class);
            }
          };
        });
  }

  @Test
  void inMakingTheFirstAdministrator() throws Exception {
    dieEverywhere(
        15,
        () -> {
          server.execute("DELETE FROM auth_account_role WHERE role_name = 'auth-admin'");
          server.execute("UPDATE auth_account SET username_key = id WHERE username = 'root'");
          var link =
              new SetupLinks(
                      server.server().database(),
                      new Administrators("auth-admin"),
                      "root",
                      server.server().random(),
                      server.server().clock())
                  .issue()
                  .orElseThrow();
          return new Story() {
            @Override
            public void run() {
              var unused = server.domain().setup().complete(link, PASSWORD, CLIENT);
            }

            @Override
            public void askAgain(boolean done) {
              assertThat(server.domain().setup().complete(link, PASSWORD, CLIENT))
                  .isInstanceOf(done ? AccountOutcome.Conflict.class : AccountOutcome.Done.class);
              assertThat(isValid(granted(signIn("root", PASSWORD)))).isTrue();
            }
          };
        });
  }
}
