package dev.portcullis.revocation;

import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.Crowd;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Measures for {@code docs/performance.md} how long a node that starts reads its copy of the
 * revocations, from PostgreSQL on the same machine. Not a test: run {@code main} with the number of
 * live revocations, one million if none is given, and the place, {@code POSTGRESQL_HIBERNATE} if
 * none.
 */
public final class RevocationLoadMeasurement {

  private static final int CHUNK = 1_000_000;
  private static final int TIMES = 3;

  private RevocationLoadMeasurement() {}

  public static void main(String[] args) throws SQLException {
    int rows = args.length == 0 ? CHUNK : Integer.parseInt(args[0]);
    var place = args.length < 2 ? Place.POSTGRESQL_HIBERNATE : Place.valueOf(args[1]);
    var clock = Clock.systemUTC();
    try (var fresh = place.database().fresh();
        var pool = fresh.pool(2);
        var database =
            new TestDatabase(pool, place.provider(), TestDatabase.UNRECORDED, () -> {})) {
      long now = clock.millis();
      for (int from = 0; from < rows; from += CHUNK) {
        // A day's, evenly.
        var createdAt = (now - 86_400_000L) + " + MOD(CAST(n AS BIGINT) * 7919, 86000000)";
        Crowd.revoke(fresh, from, Math.min(CHUNK, rows - from), createdAt, now + 86_400_000L);
      }
      fresh.execute("VACUUM ANALYZE auth_revocation");
      System.out.printf(
          "%d rows in %s, heap of %d MB%n", rows, place, Runtime.getRuntime().maxMemory() >> 20);
      var seconds = new ArrayList<Double>();
      for (int time = 0; time < TIMES; time++) {
        var revocations = new Revocations(database, clock, RandomSource.secure());
        seconds.add(seconds(revocations.feed()::poll));
        // The first took so long that the node does not go by it alone.
        double next = seconds(revocations.feed()::poll);
        System.out.printf(
            "first poll %.1f s, %d live%s; next poll %.3f s%n",
            seconds.get(time),
            revocations.liveCount(),
            revocations.feed().isCurrent() ? "" : ", NOT WHOLE",
            next);
      }
      var sorted = seconds.stream().mapToDouble(each -> each).toArray();
      Arrays.sort(sorted);
      System.out.printf("median %.1f s%n", sorted[sorted.length / 2]);
    }
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
