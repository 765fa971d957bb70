package dev.portcullis.ejb;

import static dev.portcullis.testing.PlaceServer.CLIENT;
import static dev.portcullis.testing.PlaceServer.PASSWORD;
import static dev.portcullis.testing.PlaceServer.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.NewAccount;
import dev.portcullis.NewApiToken;
import dev.portcullis.SavedForm;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenVerification;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All connections are taken, by the application perhaps: answered in time, and soon well again. */
@Tag("database")
class PoolExhaustionTest {

  private static final int CONNECTIONS = 3;
  private static final Duration PATIENCE = Duration.ofMillis(200);

  /** A few waits for a connection, and a machine that is slow. */
  private static final Duration BOUND = Duration.ofSeconds(20);

  private interface Operation {
    void run();
  }

  @ParameterizedTest
  @EnumSource(names = {"H2_ECLIPSELINK", "POSTGRESQL_HIBERNATE", "MARIADB_ECLIPSELINK"})
  void isAnsweredUnavailableWithinBounds(Place place) throws Exception {
    try (var server = new PlaceServer(place, CONNECTIONS, UnaryOperator.identity())) {
      var operations = operations(server);
      var tokens = server.issue(server.create("user"));
      server.pool().setPatience(PATIENCE);
      var taken = new ArrayList<Connection>();
      for (int i = 0; i < CONNECTIONS; i++) {
        taken.add(server.pool().getConnection());
      }

      operations.forEach(
          (name, operation) -> {
            long start = System.nanoTime();
            assertThatThrownBy(operation::run)
                .as(name)
                .isInstanceOf(TemporarilyUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(name).isLessThan(BOUND);
          });
      // From memory: asks nobody.
      assertThat(server.verify(tokens)).isInstanceOf(TokenVerification.Valid.class);
      Callable<Boolean> many =
          () -> {
            assertThatThrownBy(() -> server.refresh(tokens))
                .isInstanceOf(TemporarilyUnavailableException.class);
            return true;
          };
      assertThat(server.together(many)).hasSize(PlaceServer.THREADS);
      server.server().scheduler().runAll();

      for (var connection : taken) {
        connection.close();
      }
      server.pool().setPatience(Duration.ofSeconds(30));
      var again = PlaceServer.granted(server.refresh(tokens));
      assertThat(server.verify(again)).isInstanceOf(TokenVerification.Valid.class);
    }
  }

  private static Map<String, Operation> operations(PlaceServer server) {
    var ann = server.create("user");
    var domain = server.domain();
    var tokens = server.issue(ann);
    var caller = server.caller(tokens);
    var session =
        PlaceServer.granted(domain.authentication().openSession(login(ann, PASSWORD), CLIENT));
    var form = new SavedForm("/orders", "text/plain", null, new byte[10]);
    var wanted = new NewApiToken("x", Duration.ofDays(1), null);
    var account = new NewAccount("Bob", null, null, Set.of(), PASSWORD);
    var operations = new LinkedHashMap<String, Operation>();
    operations.put(
        "login", () -> domain.authentication().openSession(login(ann, PASSWORD), CLIENT));
    operations.put(
        "tokens", () -> domain.authentication().issueTokens(login(ann, PASSWORD), null, CLIENT));
    operations.put("refresh", () -> server.refresh(tokens));
    operations.put("session", () -> domain.sessions().check(session.secret(), CLIENT));
    operations.put(
        "introspection", () -> domain.tokens().introspect(tokens.refreshToken(), "x", CLIENT));
    operations.put("revocation", () -> domain.tokens().revoke(tokens.refreshToken(), CLIENT));
    operations.put("logout", () -> domain.sessions().logout(caller, CLIENT));
    operations.put("logout everywhere", () -> domain.sessions().logoutAll(caller, CLIENT));
    operations.put("sessions", () -> domain.sessions().list(ann.id()));
    operations.put("account", () -> domain.accounts().find(ann.id()));
    operations.put("new account", () -> domain.accounts().create(account, CLIENT));
    operations.put("roles", () -> domain.accounts().setRoles(ann.id(), Set.of("x"), CLIENT));
    operations.put(
        "password", () -> domain.accounts().changePassword(caller, PASSWORD, PASSWORD, CLIENT));
    operations.put("API token", () -> domain.apiTokens().create(caller, wanted, CLIENT));
    operations.put("API tokens", () -> domain.apiTokens().list(ann.id()));
    operations.put("key rotation", () -> domain.keys().rotate(caller, CLIENT));
    operations.put("keys", () -> domain.keys().list());
    operations.put("form", () -> domain.savedForms().keep(form, ann.id(), CLIENT));
    return operations;
  }
}
