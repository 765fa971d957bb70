package dev.portcullis.ejb;

import static dev.portcullis.testing.PlaceServer.CLIENT;
import static dev.portcullis.testing.PlaceServer.PASSWORD;
import static dev.portcullis.testing.PlaceServer.granted;
import static dev.portcullis.testing.PlaceServer.login;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.Confidential;
import dev.portcullis.NewApiToken;
import dev.portcullis.SavedForm;
import dev.portcullis.account.Administrators;
import dev.portcullis.login.SetupLinks;
import dev.portcullis.store.RepeatingTransactions;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import dev.portcullis.testing.Totals;
import dev.portcullis.testing.WatchedDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every transaction loses its first race at the commit, and is run again. Nobody is the wiser:
 * rows, events and counters are those of a day without races.
 */
@Tag("database")
class RunTwiceTest {

  private static final Confidential OTHER = Confidential.of("geese-honk-under-the-warm-bridge");

  private static final Duration DAY = Duration.ofDays(1);

  /** What a day left. */
  private record Day(Map<String, Long> rows, List<String> fired, List<String> counters) {}

  /** Every other commit is refused, as if another transaction had come first. */
  private static final class LostRaces implements WatchedDataSource.Watcher {

    int commits;

    @Override
    public void beforeCommit() throws SQLException {
      commits++;
      if (commits % 2 == 1) {
        throw new SQLException("deadlock detected", "40P01");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"H2_ECLIPSELINK", "POSTGRESQL_HIBERNATE"})
  void leavesWhatOneRunLeaves(Place place) throws Exception {
    var races = new LostRaces();

    var quiet = day(place, new WatchedDataSource.Watcher() {});
    var busy = day(place, races);

    assertThat(races.commits).isGreaterThan(60);
    assertThat(busy.rows).isEqualTo(quiet.rows);
    assertThat(busy.fired).isEqualTo(quiet.fired);
    assertThat(busy.counters).isEqualTo(quiet.counters);
  }

  private static Day day(Place place, WatchedDataSource.Watcher watcher) throws Exception {
    var sources = new ArrayList<WatchedDataSource>();
    try (var server =
        new PlaceServer(
            place,
            4,
            pool -> {
              var watched = new WatchedDataSource(pool);
              sources.add(watched);
              return watched;
            })) {
      sources.get(0).watch(watcher);
      live(server);
      sources.get(0).watch(new WatchedDataSource.Watcher() {});
      return new Day(
          Totals.of(server.fresh()),
          server.server().fired().stream().map(e -> e.getClass().getSimpleName()).toList(),
          counters(server));
    }
  }

  private static List<String> counters(PlaceServer server) {
    return server
        .domain()
        .metrics()
        .scrape()
        .lines()
        .filter(line -> line.startsWith("portcullis") && line.contains("_total"))
        .toList();
  }

  private static void live(PlaceServer server) {
    var domain = server.domain();
    var clock = server.server().clock();
    var links =
        new SetupLinks(
            new RepeatingTransactions(server.server().database()),
            new Administrators("auth-admin"),
            "root",
            server.server().random(),
            clock);
    domain.setup().complete(links.issue().orElseThrow(), PASSWORD, CLIENT);
    var ann = server.create("user");
    var tokens = server.issue(ann);
    var next = granted(server.refresh(tokens));
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofSeconds(1));
      tokens = server.issue(ann);
    }
    server.refresh(next);
    for (int i = 0; i < 6; i++) {
      domain.authentication().openSession(login(ann, OTHER), CLIENT);
    }
    domain.accounts().unlock(ann.id(), CLIENT);
    clock.advance(Duration.ofSeconds(1));
    var session = granted(domain.authentication().openSession(login(ann, PASSWORD), CLIENT));
    domain.sessions().check(session.secret(), CLIENT);
    var caller = server.caller(tokens);
    var made =
        (ApiTokenOutcome.Created)
            domain.apiTokens().create(caller, new NewApiToken("x", DAY, null), CLIENT);
    domain.accessTokenVerifier().verify(made.secret().reveal());
    domain.accounts().changePassword(caller, PASSWORD, OTHER, CLIENT);
    domain.keys().rotate(caller, CLIENT);
    clock.advance(DAY);
    server.server().scheduler().runAll();
    clock.advance(DAY);
    server.server().scheduler().runAll();
    var forms = domain.savedForms();
    var form = new SavedForm("/orders", "text/plain", null, new byte[10]);
    forms.take(forms.keep(form, ann.id(), CLIENT).orElseThrow(), ann.id());
    domain.accounts().setRoles(ann.id(), Set.of("other"), CLIENT);
    domain.accounts().setDisabled(ann.id(), true, CLIENT);
    domain.sessions().logoutAll(caller, CLIENT);
  }
}
