package dev.portcullis.revocation;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Maps ids of 128 bits to positive ints, of which the greatest wins, in 21 bytes a slot and no
 * object an id. It is made of many small {@linkplain IdSegment open-addressed tables}, each of
 * which grows and shrinks by itself: so a full one that grows keeps its own few writers waiting for
 * moments, never all of them for seconds, and needs room for a second copy of itself alone.
 *
 * <p>Readers take no lock. The place of a key depends on a seed of this instance, so that nobody
 * outside can choose ids that collide.
 */
final class CompactIdTable {

  private static final int SEGMENT_BITS = 8;

  private final long seed;
  private final IdSegment[] segments = new IdSegment[1 << SEGMENT_BITS];
  private final AtomicInteger size = new AtomicInteger();

  /**
   * @param seed unpredictable
   */
  CompactIdTable(long seed) {
    this.seed = seed;
    for (int i = 0; i < segments.length; i++) {
      segments[i] = new IdSegment();
    }
  }

  /** The value of the id, or 0 where it is not in the table. */
  int get(long high, long low) {
    long hash = hash(high, low);
    return segment(hash).get(high, low, hash);
  }

  /**
   * Notes the value unless the id has a greater one.
   *
   * @return whether anything is other than before
   */
  boolean put(long high, long low, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException("Not a positive value: " + value);
    }
    long hash = hash(high, low);
    var segment = segment(hash);
    synchronized (segment) {
      int before = segment.size();
      boolean changed = segment.put(high, low, value, hash, this::hash);
      size.addAndGet(segment.size() - before);
      return changed;
    }
  }

  /** Drops ids whose value is below the given one, where they are an eighth of a segment. */
  void dropBelow(int value) {
    for (var segment : segments) {
      synchronized (segment) {
        int before = segment.size();
        segment.dropBelow(value, this::hash);
        size.addAndGet(segment.size() - before);
      }
    }
  }

  /** How many ids it holds, those that could be dropped included. */
  int size() {
    return size.get();
  }

  /** The room it takes, in bytes. */
  long bytes() {
    long bytes = 0;
    for (var segment : segments) {
      bytes += segment.bytes();
    }
    return bytes;
  }

  private IdSegment segment(long hash) {
    return segments[(int) (hash >>> (Long.SIZE - SEGMENT_BITS))];
  }

  /** Spreads the key's bits (the finaliser of MurmurHash3). */
  private long hash(long high, long low) {
    return mix(mix(high ^ seed) + low);
  }

  private static long mix(long bits) {
    long h = bits;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
