package dev.portcullis.command.zip;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * An archive in memory, read strictly: what different readers could understand differently is
 * refused. Its bytes stay at hand, which no library offers, and which it takes to give an archive
 * back as it was.
 */
public final class ZipImage {

  /** The largest that one entry may be when it is unpacked. */
  static final int MAX_ENTRY = 512 << 20;

  private final ByteBuffer bytes;
  private final ZipEnd end;
  private final Map<String, ZipRecord> records;

  ZipImage(ByteBuffer bytes, ZipEnd end, Map<String, ZipRecord> records) {
    this.bytes = bytes;
    this.end = end;
    this.records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
  }

  /** Reads an archive of which every entry must be sound. */
  public static ZipImage parse(ByteBuffer bytes) throws UnacceptableArchiveException {
    return new ZipParser(bytes, false).parse();
  }

  /** The same for a library, which may hold a file twice, as some do; the last one counts. */
  public static ZipImage parseLibrary(ByteBuffer bytes) throws UnacceptableArchiveException {
    return new ZipParser(bytes, true).parse();
  }

  /** The name that a header holds, as it is read everywhere here. */
  public static String name(ByteBuffer encoded) {
    return ZipParser.name(encoded);
  }

  /** All entries, in the order of the central directory. */
  public Collection<ZipRecord> entries() {
    return records.values();
  }

  /** The entry of that name. */
  public Optional<ZipRecord> find(String name) {
    return Optional.ofNullable(records.get(name));
  }

  /** Whether there is an entry of that name. */
  public boolean has(String name) {
    return records.containsKey(name);
  }

  /** Where the entries end and the central directory begins. */
  public int directory() {
    return end.directory();
  }

  ZipEnd end() {
    return end;
  }

  /** The bytes from one position to before another. */
  public ByteBuffer slice(int from, int to) {
    return bytes.slice(from, to - from).asReadOnlyBuffer();
  }

  /** All bytes. */
  public ByteBuffer bytes() {
    return bytes.duplicate().rewind();
  }

  /** The data of an entry as they lie in the archive. */
  public ByteBuffer raw(ZipRecord entry) {
    return slice(entry.data(), entry.data() + (int) entry.compressedSize());
  }

  /** The content of an entry, unpacked within bounds and checked. */
  public byte[] content(ZipRecord entry, Budget budget) throws UnacceptableArchiveException {
    if (entry.size() > MAX_ENTRY) {
      throw new UnacceptableArchiveException(entry.name() + " is larger than is unpacked");
    }
    budget.take(entry.name(), entry.size());
    byte[] content = entry.method() == 0 ? stored(entry) : inflated(entry);
    var crc = new CRC32();
    crc.update(content);
    if ((int) crc.getValue() != entry.crc()) {
      throw new UnacceptableArchiveException(entry.name() + " is damaged: its checksum is another");
    }
    return content;
  }

  private byte[] stored(ZipRecord entry) throws UnacceptableArchiveException {
    if (entry.size() != entry.compressedSize()) {
      throw new UnacceptableArchiveException(entry.name() + " is damaged: it has two sizes");
    }
    var content = new byte[(int) entry.size()];
    raw(entry).get(content);
    return content;
  }

  /** Not a byte more than was declared is unpacked. */
  private byte[] inflated(ZipRecord entry) throws UnacceptableArchiveException {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(raw(entry));
      // Grows with what is there, so that a declared size alone takes no memory.
      var content = new byte[(int) Math.min(entry.size(), entry.compressedSize() * 4 + 64)];
      int length = 0;
      while (!inflater.finished()) {
        if (length == content.length) {
          if (length == entry.size()) {
            return finish(inflater, entry, content);
          }
          content = java.util.Arrays.copyOf(content, (int) Math.min(entry.size(), length * 2L));
        }
        int read = inflater.inflate(content, length, content.length - length);
        if (read == 0 && !inflater.finished()) {
          throw damaged(entry);
        }
        length += read;
      }
      if (length != entry.size()) {
        throw damaged(entry);
      }
      return java.util.Arrays.copyOf(content, length);
    } catch (DataFormatException e) {
      throw damaged(entry);
    } finally {
      inflater.end();
    }
  }

  private static byte[] finish(Inflater inflater, ZipRecord entry, byte[] content)
      throws DataFormatException, UnacceptableArchiveException {
    if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
      throw new UnacceptableArchiveException(
          entry.name() + " unpacks to more than it declares; it may be a bomb");
    }
    return content;
  }

  private static UnacceptableArchiveException damaged(ZipRecord entry) {
    return new UnacceptableArchiveException(entry.name() + " is damaged: it cannot be unpacked");
  }
}
