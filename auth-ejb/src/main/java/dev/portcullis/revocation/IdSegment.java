package dev.portcullis.revocation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One open-addressed table with linear probing, at a load of 64 to 80 percent: 21 bytes a slot, 26
 * to 33 an id. Each slot has a tag, a byte of the key's hash: a look-up of what is not there, the
 * usual one, reads a few neighbouring bytes and hardly ever a key.
 *
 * <p>Readers take no lock. A slot is filled once and never moved: key and value first, then the tag
 * with release semantics, so that a reader who sees the tag sees the rest. Growing and dropping
 * build new arrays, which a volatile write publishes. Writers hold this object's monitor.
 */
final class IdSegment {

  /** The hash by which a key finds its place. */
  interface Hash {
    long of(long high, long low);
  }

  private static final VarHandle TAG = MethodHandles.arrayElementVarHandle(byte[].class);
  private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int LEAST_CAPACITY = 16;
  private static final int GREATEST_CAPACITY = 1 << 29;

  private volatile Slots slots = new Slots(LEAST_CAPACITY);
  private int size;

  int get(long high, long low, long hash) {
    var current = slots;
    byte tag = tag(hash);
    int i = current.home(hash);
    while (true) {
      byte found = (byte) TAG.getAcquire(current.tags, i);
      if (found == 0) {
        return 0;
      }
      if (found == tag && current.holds(i, high, low)) {
        return (int) VALUE.getAcquire(current.values, i);
      }
      i = current.next(i);
    }
  }

  /** Returns whether anything is other than before. */
  boolean put(long high, long low, int value, long hash, Hash hashes) {
    if (size + 1 > slots.capacity() / 5 * 4) {
      rebuild(1, hashes);
    }
    int before = slots.put(high, low, value, hash);
    if (before == 0) {
      size++;
    }
    return before < value;
  }

  void dropBelow(int value, Hash hashes) {
    int dropped = 0;
    for (int present : slots.values) {
      if (present != 0 && present < value) {
        dropped++;
      }
    }
    if (dropped > 0 && dropped >= size / 8) {
      rebuild(value, hashes);
    }
  }

  /** How many ids it holds; for writers. */
  int size() {
    return size;
  }

  long bytes() {
    return slots.capacity() * 21L;
  }

  private void rebuild(int least, Hash hashes) {
    var from = slots;
    int kept = 0;
    for (int value : from.values) {
      if (value >= least) {
        kept++;
      }
    }
    long capacity = Math.min(GREATEST_CAPACITY, Math.max(LEAST_CAPACITY, kept * 100L / 64));
    var to = new Slots((int) capacity);
    for (int i = 0; i < from.values.length; i++) {
      if (from.values[i] >= least) {
        long high = from.keys[2 * i];
        long low = from.keys[2 * i + 1];
        int ignored = to.put(high, low, from.values[i], hashes.of(high, low));
      }
    }
    slots = to;
    size = kept;
  }

  /** Of other bits than the place and the segment; never 0, which marks a free slot. */
  private static byte tag(long hash) {
    int bits = (int) hash & 0xff;
    return (byte) (bits == 0 ? 1 : bits);
  }

  private static final class Slots {

    /** 0 marks a free slot; there always is one, so that probing ends. */
    private final byte[] tags;

    /** High and low half side by side: one cache line. */
    private final long[] keys;

    private final int[] values;

    Slots(int capacity) {
      tags = new byte[capacity];
      keys = new long[2 * capacity];
      values = new int[capacity];
    }

    int capacity() {
      return values.length;
    }

    boolean holds(int i, long high, long low) {
      return keys[2 * i] == high && keys[2 * i + 1] == low;
    }

    /** 32 bits of the hash, below those of the segment, scaled to the capacity. */
    int home(long hash) {
      return (int) ((((hash >>> 16) & 0xffff_ffffL) * capacity()) >>> 32);
    }

    int next(int i) {
      return i + 1 == capacity() ? 0 : i + 1;
    }

    /** Returns the value that the key had, 0 for none. */
    int put(long high, long low, int value, long hash) {
      byte tag = tag(hash);
      int i = home(hash);
      while (tags[i] != 0) {
        if (tags[i] == tag && holds(i, high, low)) {
          int before = values[i];
          if (value > before) {
            VALUE.setRelease(values, i, value);
          }
          return before;
        }
        i = next(i);
      }
      keys[2 * i] = high;
      keys[2 * i + 1] = low;
      values[i] = value;
      TAG.setRelease(tags, i, tag);
      return 0;
    }
  }
}
