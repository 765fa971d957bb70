package dev.portcullis.ejb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountInfo;
import dev.portcullis.testing.Crowd;
import dev.portcullis.testing.LogCapture;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes remove what expired at the same time, and people go on signing in. */
@Tag("database")
class CleanUpTest {

  private static final int ROWS = Boolean.getBoolean("full") ? 100_000 : 10_000;
  private static final int PEOPLE = 4;

  /** Of the slowest visit before. */
  private static final int LONGEST = 20;

  /** Below which a visit is no longer than a busy machine makes it; no batch takes as long. */
  private static final Duration FLOOR = Duration.ofSeconds(5);

  private static final List<String> EXPIRING =
      List.of(
          "auth_session",
          "auth_refresh_token",
          "auth_access_token",
          "auth_revocation",
          "auth_api_token",
          "auth_one_time_token",
          "auth_trusted_device",
          "auth_saved_form");

  @ParameterizedTest
  @EnumSource(names = {"H2_ECLIPSELINK", "POSTGRESQL_HIBERNATE", "MARIADB_ECLIPSELINK"})
  void holdsUpNobody(Place place) throws Exception {
    try (var server = new PlaceServer(place);
        var log = new LogCapture("dev.portcullis")) {
      var clock = server.server().clock();
      onTime(clock);
      Crowd.fill(server.fresh(), ROWS, ROWS, clock.millis());
      onTime(clock);
      var other = server.start();
      var people = new ArrayList<AccountInfo>();
      for (int i = 0; i < PEOPLE; i++) {
        people.add(server.create("user"));
        giveExpiredRows(server, people.get(i), clock.millis(), i);
      }
      long before = 0;
      for (int i = 0; i < 3 * PEOPLE; i++) {
        before = Math.max(before, visit(server, people.get(i % PEOPLE)));
      }

      onTime(clock);
      var cleaning =
          CompletableFuture.allOf(
              CompletableFuture.runAsync(server.server().scheduler()::runAll),
              CompletableFuture.runAsync(server.server().scheduler()::runAll));
      int logins = 0;
      long slowest = 0;
      do {
        onTime(clock);
        slowest = Math.max(slowest, visit(server, people.get(logins % PEOPLE)));
        logins++;
      } while (!cleaning.isDone());
      cleaning.get(5, TimeUnit.MINUTES);
      onTime(clock);
      // Where both had the same batch, one found less than it asked for, and left the rest.
      server.server().scheduler().runAll();

      assertThat(logins).isPositive();
      assertThat(Duration.ofNanos(slowest))
          .as("the slowest visit beside the clean-up; before it was %d ms", before / 1_000_000)
          .isLessThan(Duration.ofNanos(Math.max(FLOOR.toNanos(), LONGEST * before)));
      for (var table : EXPIRING) {
        assertThat(expired(server, table, "expires_at", clock.millis())).as(table).isZero();
      }
      long month = clock.millis() - Duration.ofDays(500).toMillis();
      assertThat(expired(server, "auth_audit", "occurred_at", month)).isZero();
      // A clean-up that gave up says so without an exception.
      assertThat(log.records())
          .filteredOn(record -> record.getLevel().intValue() >= Level.WARNING.intValue())
          .extracting(LogRecord::getMessage)
          .filteredOn(message -> !message.contains("There is no administrator yet"))
          .isEmpty();
      other.close();
    }
  }

  /** Clean-ups work where the clocks agree, and much of what happens here takes long. */
  private static void onTime(MutableClock clock) {
    clock.advance(Duration.between(clock.instant(), Instant.now()));
  }

  /** A login and a refresh, in nanoseconds. */
  private static long visit(PlaceServer server, AccountInfo person) {
    long start = System.nanoTime();
    var tokens = PlaceServer.granted(server.refresh(server.issue(person)));
    assertThat(server.caller(tokens).getId()).isEqualTo(person.id());
    return System.nanoTime() - start;
  }

  /**
   * An eighth of what is to be removed is the person's own: it lies in each index beside what the
   * visits write.
   */
  private static void giveExpiredRows(PlaceServer server, AccountInfo person, long now, int which)
      throws SQLException {
    // As Crowd has it: the later a row's number, the earlier it expired.
    long latest = now - Duration.ofDays(1000).toMillis() - (long) ROWS / 8 * which;
    long earliest = latest - ROWS / 8;
    for (var table :
        List.of("auth_session", "auth_refresh_token", "auth_access_token", "auth_api_token")) {
      server
          .fresh()
          .execute(
              "UPDATE %s SET account_id = '%s' WHERE expires_at <= %d AND expires_at > %d"
                  .formatted(table, person.id(), latest, earliest));
    }
  }

  private static long expired(PlaceServer server, String table, String column, long until)
      throws SQLException {
    try (var connection = server.fresh().getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM " + table + " WHERE " + column + " <= " + until)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
