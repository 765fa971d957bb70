package dev.portcullis.revocation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Maps ids of 128 bits to positive ints, of which the greatest wins, in 20 bytes a slot and no
 * object an id: open addressing with linear probing at a load of a half to three quarters.
 *
 * <p>Readers take no lock. A slot is filled once and never moved: key first, then its value with
 * release semantics, so that a reader who sees the value sees the key. Growing and dropping build
 * new arrays, which a volatile write publishes. Writers exclude each other.
 *
 * <p>The place of a key depends on a seed of this instance, so that nobody outside can choose ids
 * that collide.
 */
final class CompactIdTable {

  private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int LEAST_CAPACITY = 64;
  private static final int GREATEST_CAPACITY = 1 << 29;

  private final long seed;
  private volatile Slots slots = new Slots(LEAST_CAPACITY);
  private volatile int size;

  /**
   * @param seed unpredictable
   */
  CompactIdTable(long seed) {
    this.seed = seed;
  }

  /** The value of the id, or 0 where it is not in the table. */
  int get(long high, long low) {
    var current = slots;
    int i = current.home(high, low, seed);
    while (true) {
      int value = (int) VALUE.getAcquire(current.values, i);
      if (value == 0) {
        return 0;
      }
      if (current.keys[2 * i] == high && current.keys[2 * i + 1] == low) {
        return value;
      }
      i = current.next(i);
    }
  }

  /** Notes the value unless the id has a greater one. */
  synchronized void put(long high, long low, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException("Not a positive value: " + value);
    }
    if (size + 1 > slots.capacity() / 4 * 3) {
      rebuild(1);
    }
    if (slots.put(high, low, value, seed)) {
      size++;
    }
  }

  /** Drops ids whose value is below the given one, once they are an eighth of all. */
  synchronized void dropBelow(int value) {
    int dropped = 0;
    for (int present : slots.values) {
      if (present != 0 && present < value) {
        dropped++;
      }
    }
    if (dropped > 0 && dropped >= size / 8) {
      rebuild(value);
    }
  }

  /** How many ids it holds, those that could be dropped included. */
  int size() {
    return size;
  }

  /** The room it takes, in bytes. */
  long bytes() {
    return slots.capacity() * 20L;
  }

  private void rebuild(int least) {
    var from = slots;
    int kept = 0;
    for (int value : from.values) {
      if (value >= least) {
        kept++;
      }
    }
    var to = new Slots((int) Math.min(GREATEST_CAPACITY, Math.max(LEAST_CAPACITY, 2L * kept)));
    for (int i = 0; i < from.values.length; i++) {
      if (from.values[i] >= least) {
        to.put(from.keys[2 * i], from.keys[2 * i + 1], from.values[i], seed);
      }
    }
    slots = to;
    size = kept;
  }

  private static final class Slots {

    /** High and low half side by side: one cache line. */
    private final long[] keys;

    /** 0 marks a free slot; there always is one, so that probing ends. */
    private final int[] values;

    Slots(int capacity) {
      keys = new long[2 * capacity];
      values = new int[capacity];
    }

    int capacity() {
      return values.length;
    }

    /** Spreads the key's bits (the finaliser of MurmurHash3), then scales them to the capacity. */
    int home(long high, long low, long seed) {
      long h = mix(mix(high ^ seed) + low);
      return (int) (((h >>> 32) * capacity()) >>> 32);
    }

    int next(int i) {
      return i + 1 == capacity() ? 0 : i + 1;
    }

    /** Returns whether the key is new. */
    boolean put(long high, long low, int value, long seed) {
      int i = home(high, low, seed);
      while (values[i] != 0) {
        if (keys[2 * i] == high && keys[2 * i + 1] == low) {
          if (value > values[i]) {
            VALUE.setRelease(values, i, value);
          }
          return false;
        }
        i = next(i);
      }
      keys[2 * i] = high;
      keys[2 * i + 1] = low;
      VALUE.setRelease(values, i, value);
      return true;
    }

    private static long mix(long bits) {
      long h = bits;
      h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
      h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
      return h ^ (h >>> 33);
    }
  }
}
