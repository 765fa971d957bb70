package dev.portcullis.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class CompactIdTableTest {

  private final CompactIdTable table = new CompactIdTable(0x5eed);

  @Test
  void agreesWithAMapWhateverIsPutAndDropped() {
    var random = new SplittableRandom(42);
    var model = new HashMap<RevocationKey, Integer>();
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 5_000; i++) {
        // Few different halves, so that keys share one or the other, and zero comes up.
        var key = new RevocationKey(random.nextInt(300), random.nextInt(300));
        int value = 1 + random.nextInt(1_000) + 100 * round;
        put(key.high(), key.low(), value);
        model.merge(key, value, Math::max);
      }
      int least = 100 * round;
      table.dropBelow(least);
      // What is below may stay for a while.
      model
          .entrySet()
          .removeIf(
              e -> e.getValue() < least && table.get(e.getKey().high(), e.getKey().low()) == 0);
      assertThat(table.size()).isEqualTo(model.size());
      model.forEach((key, value) -> assertThat(table.get(key.high(), key.low())).isEqualTo(value));
      assertThat(table.get(300, 0)).isZero();
    }
  }

  @Test
  void keepsTheGreaterValueOfAnId() {
    put(1, 2, 10);
    put(1, 2, 30);
    put(1, 2, 20);
    assertThat(table.get(1, 2)).isEqualTo(30);
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void tellsIdsApartThatShareAHalf() {
    put(0, 0, 1);
    assertThat(table.get(0, 1)).isZero();
    assertThat(table.get(1, 0)).isZero();
    assertThat(table.get(0, 0)).isEqualTo(1);
  }

  @Test
  void givesRoomBackWhenMostIsDropped() {
    for (int i = 0; i < 100_000; i++) {
      put(i, i, i < 99_900 ? 5 : 50);
    }
    long full = table.bytes();
    table.dropBelow(10);
    assertThat(table.size()).isEqualTo(100);
    assertThat(table.bytes()).isLessThan(full / 30);
    assertThat(table.get(99_950, 99_950)).isEqualTo(50);
  }

  @Test
  void refusesAValueThatWouldMeanAbsence() {
    assertThatThrownBy(() -> table.put(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readersSeeEveryIdThatWasPutBeforeTheyAskedWhileItGrowsAndDrops() throws Exception {
    var put = new AtomicInteger();
    var readers = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> reader =
          () -> {
            int missed = 0;
            var random = new SplittableRandom();
            int known;
            while ((known = put.get()) < 200_000) {
              int i = known == 0 ? 0 : random.nextInt(known);
              if (known > 0 && table.get(i, ~i) != 7) {
                missed++;
              }
            }
            return missed;
          };
      var first = readers.submit(reader);
      var second = readers.submit(reader);
      for (int i = 0; i < 200_000; i++) {
        put(i, ~i, 7);
        put.set(i + 1);
        if (i % 20_000 == 0) {
          for (int old = 0; old < 5_000; old++) {
            put(-1 - old, 3, 2);
          }
          table.dropBelow(5);
        }
      }
      assertThat(first.get()).isZero();
      assertThat(second.get()).isZero();
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void saysWhetherAnythingChanged() {
    assertThat(table.put(1, 2, 10)).isTrue();
    assertThat(table.put(1, 2, 10)).isFalse();
    assertThat(table.put(1, 2, 9)).isFalse();
    assertThat(table.put(1, 2, 11)).isTrue();
  }

  /** From where the fixed room of the segments no longer counts. */
  @Test
  void takesAtMost34BytesAnIdWhateverTheirNumber() {
    var random = new SplittableRandom(7);
    for (int i = 1; i <= 500_000; i++) {
      put(random.nextLong(), random.nextLong(), 5);
      if (i % 10_000 == 0) {
        assertThat(table.bytes() / (double) i).as("with %d ids", i).isLessThanOrEqualTo(34);
      }
    }
  }

  private void put(long high, long low, int value) {
    boolean ignored = table.put(high, low, value);
  }

  /** Compared with the map of the JDK within one run; the best of several counts. */
  @Test
  void aLookUpIsNoSlowerThanAFewOfTheJdksMap() {
    int ids = 200_000;
    var random = new SplittableRandom(3);
    var keys = new RevocationKey[ids];
    var map = new HashMap<RevocationKey, Integer>(2 * ids);
    for (int i = 0; i < ids; i++) {
      keys[i] = new RevocationKey(random.nextLong(), random.nextLong());
      put(keys[i].high(), keys[i].low(), 5);
      map.put(keys[i], 5);
    }
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 12; round++) {
      double ours = cpuNanos(keys, key -> table.get(key.high(), key.low()));
      double theirs = cpuNanos(keys, key -> map.getOrDefault(key, 0));
      best = Math.min(best, ours / theirs);
    }
    assertThat(best).isLessThan(3);
  }

  private static double cpuNanos(RevocationKey[] keys, ToIntFunction<RevocationKey> lookUp) {
    var threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    long sum = 0;
    for (var key : keys) {
      sum += lookUp.applyAsInt(key);
    }
    assertThat(sum).isEqualTo(5L * keys.length);
    return threads.getCurrentThreadCpuTime() - begin;
  }
}
