package dev.portcullis.command.change;

import dev.portcullis.command.zip.NewEntry;
import dev.portcullis.command.zip.UnacceptableArchiveException;
import dev.portcullis.command.zip.ZipImage;
import dev.portcullis.command.zip.ZipRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * How an entry was packed before it was replaced; with its content back, the entry can be made
 * again as it was.
 *
 * @param local its local header
 * @param after what stood between its data and the next entry
 * @param central its record of the central directory
 */
record ReplacedEntry(ByteBuffer local, ByteBuffer after, ByteBuffer central) {

  private static final int SIZES_IN_CENTRAL = 16;
  private static final int LOCAL_LENGTH = 30;
  private static final int CENTRAL_LENGTH = 46;

  static ReplacedEntry of(ZipImage archive, ZipRecord entry) {
    int next =
        archive.entries().stream()
            .mapToInt(ZipRecord::start)
            .filter(start -> start > entry.start())
            .min()
            .orElse(archive.directory());
    return new ReplacedEntry(
        archive.slice(entry.start(), entry.data()),
        archive.slice(entry.data() + (int) entry.compressedSize(), next),
        archive.slice(entry.central(), entry.central() + entry.centralLength()));
  }

  String write() {
    return encode(local) + "," + encode(after) + "," + encode(central);
  }

  static ReplacedEntry read(String text) throws UnacceptableArchiveException {
    var parts = text.split(",", -1);
    try {
      if (parts.length == 3) {
        var entry = new ReplacedEntry(decode(parts[0]), decode(parts[1]), decode(parts[2]));
        if (entry.local.remaining() >= LOCAL_LENGTH
            && entry.central.remaining() >= CENTRAL_LENGTH) {
          return entry;
        }
      }
    } catch (IllegalArgumentException notBase64) {
      // Told below.
    }
    throw Marker.unreadable();
  }

  /**
   * The entry as it was, where the content is the same and this machine packs as the other one did;
   * else an entry with this content.
   *
   * @throws UnacceptableArchiveException where the headers are those of another entry
   */
  NewEntry restore(String name, List<ByteBuffer> content) throws UnacceptableArchiveException {
    if (!isNamed(local, 26, LOCAL_LENGTH, name) || !isNamed(central, 28, CENTRAL_LENGTH, name)) {
      throw new UnacceptableArchiveException(
          "has a " + Marker.NAME + " with headers of another entry for " + name);
    }
    var record = central.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int crc = record.getInt(SIZES_IN_CENTRAL);
    int packed = record.getInt(SIZES_IN_CENTRAL + 4);
    if (crc32(content) == crc) {
      if (record.getShort(10) == 0) {
        return entry(name, content);
      }
      for (int level : new int[] {Deflater.DEFAULT_COMPRESSION, 9, 1, 5, 8, 7, 4, 3, 2}) {
        var deflated = deflate(content, level);
        if (deflated.remaining() == packed) {
          return entry(name, List.of(deflated));
        }
      }
    }
    return NewEntry.stored(name, content);
  }

  /** Whether a header is of that name; the lengths of what follows it lie behind its own. */
  private static boolean isNamed(ByteBuffer header, int lengths, int fixed, String name) {
    var bytes = header.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int length = Short.toUnsignedInt(bytes.getShort(lengths));
    return header.remaining() >= fixed + length
        && ZipImage.name(bytes.slice(fixed, length)).equals(name);
  }

  private NewEntry entry(String name, List<ByteBuffer> data) {
    var parts = new java.util.ArrayList<ByteBuffer>();
    parts.add(local);
    parts.addAll(data);
    parts.add(after);
    return new NewEntry(name, parts, central);
  }

  private static int crc32(List<ByteBuffer> content) {
    var crc = new CRC32();
    content.forEach(part -> crc.update(part.duplicate()));
    return (int) crc.getValue();
  }

  private static ByteBuffer deflate(List<ByteBuffer> content, int level) {
    var deflater = new Deflater(level, true);
    try {
      var out = new java.io.ByteArrayOutputStream();
      var buffer = new byte[64 * 1024];
      for (var part : content) {
        deflater.setInput(part.duplicate());
        while (!deflater.needsInput()) {
          out.write(buffer, 0, deflater.deflate(buffer));
        }
      }
      deflater.finish();
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return ByteBuffer.wrap(out.toByteArray());
    } finally {
      deflater.end();
    }
  }

  private static String encode(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Base64.getEncoder().encodeToString(copy);
  }

  private static ByteBuffer decode(String text) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(text));
  }
}
