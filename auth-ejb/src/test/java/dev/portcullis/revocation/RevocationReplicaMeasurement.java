package dev.portcullis.revocation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.SplittableRandom;

/**
 * Measures room and speed of the replica for {@code docs/performance.md}. Not a test: run {@code
 * main} with the number of ids, one million if none is given; with a second argument a map of the
 * JDK is measured, too.
 */
public final class RevocationReplicaMeasurement {

  private static final int LOOK_UPS = 5_000_000;

  private RevocationReplicaMeasurement() {}

  public static void main(String[] args) {
    int ids = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
    var replica = new RevocationReplica(42, Integer.MAX_VALUE, Duration.ofHours(24));
    var keys = new SplittableRandom(1);
    long expiresAt = Instant.parse("2026-06-01T12:00:00Z").toEpochMilli();
    long heapBefore = usedHeap();
    long begin = cpuTime();
    long longest = 0;
    for (int i = 0; i < ids; i++) {
      var key = new RevocationKey(keys.nextLong(), keys.nextLong());
      long one = System.nanoTime();
      replica.add(key, null, expiresAt);
      longest = Math.max(longest, System.nanoTime() - one);
    }
    print("us, longest addition", longest / 1000.0);
    print("ns to add an id", (cpuTime() - begin) / (double) ids);
    print("bytes an id, arrays", replica.bytes() / (double) ids);
    print("bytes an id, heap", (usedHeap() - heapBefore) / (double) ids);

    var absent = texts(new SplittableRandom(2), 500_000);
    var present = texts(new SplittableRandom(1), Math.min(ids, 500_000));
    for (int round = 0; round < 3; round++) {
      print("ns a look-up, absent", lookUp(replica, absent));
      print("ns a look-up, present", lookUp(replica, present));
    }
    if (args.length > 1) {
      compareWithAMap(ids, absent);
    }
  }

  /** The same ids in the map of the JDK, asked in the same run: the measure for a ratio. */
  private static void compareWithAMap(int ids, String[] absent) {
    var keys = new SplittableRandom(1);
    var map = new HashMap<RevocationKey, Integer>(ids * 2);
    for (int i = 0; i < ids; i++) {
      map.put(new RevocationKey(keys.nextLong(), keys.nextLong()), 7);
    }
    for (int round = 0; round < 3; round++) {
      int found = 0;
      long begin = cpuTime();
      for (int i = 0; i < LOOK_UPS; i++) {
        found += map.containsKey(RevocationKey.of(absent[i % absent.length])) ? 1 : 0;
      }
      print("ns, HashMap of the JDK", (cpuTime() - begin) / (double) LOOK_UPS + found);
    }
  }

  private static String[] texts(SplittableRandom random, int count) {
    var texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = new RevocationKey(random.nextLong(), random.nextLong()).hex();
    }
    return texts;
  }

  /** Parses the id's text, as a check does. */
  private static double lookUp(RevocationReplica replica, String[] texts) {
    int found = 0;
    long begin = cpuTime();
    for (int i = 0; i < LOOK_UPS; i++) {
      if (replica.contains(texts[i % texts.length])) {
        found++;
      }
    }
    double each = (cpuTime() - begin) / (double) LOOK_UPS;
    if (found != 0 && found != LOOK_UPS) {
      throw new IllegalStateException("Some were found: " + found);
    }
    return each;
  }

  /** Of this thread, so that a busy machine tells little less than an idle one. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void print(String what, double value) {
    System.out.printf("%-24s %8.1f%n", what, value);
  }
}
