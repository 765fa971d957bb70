package dev.portcullis.command.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An archive with some entries left out, replaced or added. Everything else stays bit for bit and
 * in its order: prefix, gaps, times, packing, comment. Leaving out what was added thus gives back
 * the archive as it was.
 */
public final class ZipRewrite {

  private static final int OFFSET = 42;
  private static final int MOST_ENTRIES = 0xFFFE;
  private static final long LARGEST = Integer.MAX_VALUE;

  private final ZipImage image;
  private final Map<String, NewEntry> changed = new HashMap<>();
  private final List<String> dropped = new ArrayList<>();
  private final List<NewEntry> added = new ArrayList<>();

  private final List<ByteBuffer> parts = new ArrayList<>();
  private long position;

  public ZipRewrite(ZipImage image) {
    this.image = image;
  }

  public ZipRewrite drop(String name) {
    dropped.add(name);
    return this;
  }

  public ZipRewrite replace(String name, NewEntry entry) {
    changed.put(name, entry);
    return this;
  }

  /** Behind all others. */
  public ZipRewrite add(NewEntry entry) {
    added.add(entry);
    return this;
  }

  /** The new archive, in parts that are written one after the other; to be called once. */
  public List<ByteBuffer> parts() throws UnacceptableArchiveException {
    var offsets = writeLocals();
    var directory = new ArrayList<ByteBuffer>();
    for (var record : image.entries()) {
      var offset = offsets.get(record.name());
      if (offset != null) {
        directory.add(withOffset(central(record), offset));
      }
    }
    for (var entry : added) {
      if (offsets.containsKey(entry.name())) {
        throw new UnacceptableArchiveException("has " + entry.name() + " already");
      }
      directory.add(withOffset(entry.central(), position));
      entry.local().forEach(this::put);
    }
    long start = position;
    directory.forEach(this::put);
    if (directory.size() > MOST_ENTRIES || position > LARGEST) {
      throw new UnacceptableArchiveException("would become larger than is handled (2 GiB)");
    }
    put(image.end().moved(directory.size(), position - start, start));
    return parts;
  }

  /** Each with what follows it up to the next, in the order of the file. */
  private Map<String, Long> writeLocals() {
    var inOrder = new ArrayList<>(image.entries());
    inOrder.sort(Comparator.comparingInt(ZipRecord::start));
    int directory = image.end().directory();
    put(image.slice(0, inOrder.isEmpty() ? directory : inOrder.get(0).start()));
    var offsets = new HashMap<String, Long>();
    for (int i = 0; i < inOrder.size(); i++) {
      var record = inOrder.get(i);
      if (dropped.contains(record.name())) {
        continue;
      }
      offsets.put(record.name(), position);
      var replacement = changed.get(record.name());
      if (replacement == null) {
        put(image.slice(record.start(), endOf(inOrder, i)));
      } else {
        replacement.local().forEach(this::put);
      }
    }
    return offsets;
  }

  private int endOf(List<ZipRecord> inOrder, int i) {
    return i + 1 < inOrder.size() ? inOrder.get(i + 1).start() : image.end().directory();
  }

  private ByteBuffer central(ZipRecord record) {
    var replacement = changed.get(record.name());
    return replacement != null
        ? replacement.central()
        : image.slice(record.central(), record.central() + record.centralLength());
  }

  private ByteBuffer withOffset(ByteBuffer central, long offset) {
    var record = ByteBuffer.allocate(central.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    record.put(central.duplicate()).flip();
    return record.putInt(OFFSET, (int) (offset - image.end().base()));
  }

  private void put(ByteBuffer part) {
    position += part.remaining();
    parts.add(part.duplicate());
  }
}
