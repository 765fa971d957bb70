package dev.portcullis.revocation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongBinaryOperator;

/**
 * Measures room and speed of the replica for {@code docs/performance.md}. Not a test: run {@code
 * main} with the number of ids, one million if none is given.
 *
 * <p>All times are CPU time of the thread, in turns within one run. What they are compared with is
 * one read from a random place of an array as large as the replica, each waiting for the one
 * before: what no look-up in so much memory can do without. A look-up's id is drawn anew each time,
 * and what drawing costs is taken off: so nothing else comes from memory.
 */
public final class RevocationReplicaMeasurement {

  private static final int LOOK_UPS = 500_000;
  private static final int ROUNDS = 5;
  private static final long PRESENT = 1;
  private static final long ABSENT = 2;
  private static final int SEEDS = 1 << 12;

  private RevocationReplicaMeasurement() {}

  public static void main(String[] args) throws InterruptedException {
    int ids = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
    var replica = new RevocationReplica(42, Integer.MAX_VALUE, Duration.ofHours(24));
    long heapBefore = usedHeap();
    long begin = cpuTime();
    fill(replica, 0, ids);
    print("ns to add an id", (cpuTime() - begin) / (double) ids);
    print("bytes an id, arrays", replica.bytes() / (double) ids);
    print("bytes an id, heap", (usedHeap() - heapBefore) / (double) ids);
    lookUps(replica, ids);
    print("ns to read an id's text", textNanos());
    longestWhileAdding(replica, ids);
  }

  /** The id at a place: any of them can be drawn without keeping them. */
  private static long half(long kind, long place) {
    long h = (place * 2 + kind) * 0x9e3779b97f4a7c15L;
    h = (h ^ (h >>> 32)) * 0xd6e8feb86659fd93L;
    return h ^ (h >>> 32);
  }

  private static void fill(RevocationReplica replica, int from, int to) {
    long expiresAt = Instant.parse("2026-06-01T12:00:00Z").toEpochMilli();
    for (int i = from; i < to; i++) {
      replica.add(new RevocationKey(half(PRESENT, i), ~half(PRESENT, i)), null, expiresAt);
    }
  }

  private static void lookUps(RevocationReplica replica, int ids) {
    var map = new HashMap<RevocationKey, Integer>(ids * 2);
    for (int i = 0; i < ids; i++) {
      map.put(new RevocationKey(half(PRESENT, i), ~half(PRESENT, i)), i);
    }
    var memory = new long[(int) (replica.bytes() / Long.BYTES)];
    Arrays.setAll(memory, i -> half(ABSENT, i));
    LongBinaryOperator present =
        (high, low) -> replica.contains(new RevocationKey(high, low), 1) ? 1 : 0;
    LongBinaryOperator inMap = (high, low) -> map.containsKey(new RevocationKey(high, low)) ? 1 : 0;
    LongBinaryOperator nothing = (high, low) -> high & 1;
    var names = new String[] {"read", "absent", "present", "map absent", "map present"};
    var samples = new double[names.length][ROUNDS];
    for (int round = -2; round < ROUNDS; round++) {
      double[] now = {
        readNanos(memory),
        nanos(ABSENT, ids, present) - nanos(ABSENT, ids, nothing),
        nanos(PRESENT, ids, present) - nanos(PRESENT, ids, nothing),
        nanos(ABSENT, ids, inMap) - nanos(ABSENT, ids, nothing),
        nanos(PRESENT, ids, inMap) - nanos(PRESENT, ids, nothing)
      };
      for (int i = 0; i < names.length && round >= 0; i++) {
        samples[i][round] = now[i];
      }
    }
    for (int i = 0; i < names.length; i++) {
      Arrays.sort(samples[i]);
      print("ns, " + names[i] + ", median", samples[i][ROUNDS / 2]);
      print("ns, " + names[i] + ", least", samples[i][0]);
    }
  }

  /** Each waits for the one before, as one request's check is not worked on before it is there. */
  private static double nanos(long kind, int ids, LongBinaryOperator lookUp) {
    var random = new SplittableRandom(kind);
    long last = 0;
    long begin = cpuTime();
    for (int i = 0; i < LOOK_UPS; i++) {
      long half = half(kind, (random.nextInt(ids) + last) % ids);
      last = lookUp.applyAsLong(half, ~half);
    }
    return (cpuTime() - begin) / (double) LOOK_UPS;
  }

  private static double readNanos(long[] memory) {
    long place = 0;
    long begin = cpuTime();
    for (int i = 0; i < LOOK_UPS; i++) {
      place = Math.floorMod(memory[(int) place] + i, (long) memory.length);
    }
    double nanos = (cpuTime() - begin) / (double) LOOK_UPS;
    return place < 0 ? -1 : nanos;
  }

  private static double textNanos() {
    var texts = new String[SEEDS];
    Arrays.setAll(texts, i -> new RevocationKey(half(ABSENT, i), half(PRESENT, i)).hex());
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long sum = 0;
      long begin = cpuTime();
      for (int i = 0; i < LOOK_UPS; i++) {
        sum += RevocationKey.of(texts[i % SEEDS]).high();
      }
      double each = (cpuTime() - begin) / (double) LOOK_UPS;
      least = sum == 0 ? least : Math.min(least, each);
    }
    return least;
  }

  /** A reader's look-ups while another thread adds a million, and while it adds nothing. */
  private static void longestWhileAdding(RevocationReplica replica, int ids)
      throws InterruptedException {
    for (boolean adding : new boolean[] {false, true}) {
      var over = new AtomicBoolean();
      var writer =
          new Thread(
              () -> {
                long end = System.nanoTime() + 2_000_000_000L;
                if (adding) {
                  fill(replica, ids, ids + 1_000_000);
                }
                while (!adding && System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
                over.set(true);
              });
      var random = new SplittableRandom(3);
      var slow = new int[4];
      int count = 0;
      long longest = 0;
      writer.start();
      while (!over.get()) {
        long half = half(PRESENT, random.nextInt(ids));
        long begin = System.nanoTime();
        if (!replica.contains(new RevocationKey(half, ~half), 1)) {
          throw new IllegalStateException("One was lost");
        }
        long took = System.nanoTime() - begin;
        longest = Math.max(longest, took);
        count++;
        for (int i = 0; i < slow.length; i++) {
          slow[i] += took > 10_000 * Math.pow(10, i) ? 1 : 0;
        }
      }
      writer.join();
      System.out.printf(
          "%s: %d look-ups, longest %.2f ms; over 10 us %d, 0.1 ms %d, 1 ms %d, 10 ms %d%n",
          adding ? "while 1,000,000 are added" : "while nothing is added",
          count,
          longest / 1e6,
          slow[0],
          slow[1],
          slow[2],
          slow[3]);
    }
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
    System.out.printf("%-28s %8.1f%n", what, value);
  }
}
