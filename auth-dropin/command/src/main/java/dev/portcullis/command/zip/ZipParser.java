package dev.portcullis.command.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the central directory and compares it with the local headers. */
final class ZipParser {

  static final int CENTRAL = 0x02014b50;
  static final int CENTRAL_LENGTH = 46;
  static final int LOCAL = 0x04034b50;
  static final int LOCAL_LENGTH = 30;

  private static final int ENCRYPTED = 1;
  private static final Pattern LEAVES_THE_FOLDER =
      Pattern.compile("/.*|[A-Za-z]:.*|(.*/)?\\.{1,2}(/.*)?|.*//.*|.*\\\\.*|.*\\p{Cntrl}.*|");

  private final ByteBuffer bytes;
  private final boolean mayRepeat;
  private final Map<String, ZipRecord> records = new LinkedHashMap<>();

  ZipParser(ByteBuffer bytes, boolean mayRepeat) {
    this.bytes = bytes.duplicate().rewind().order(ByteOrder.LITTLE_ENDIAN);
    this.mayRepeat = mayRepeat;
  }

  ZipImage parse() throws UnacceptableArchiveException {
    try {
      var end = ZipEnd.find(bytes);
      int at = end.directory();
      var all = new ArrayList<ZipRecord>();
      for (int i = 0; i < end.count(); i++) {
        var record = record(at, end);
        all.add(record);
        if (records.put(record.name(), record) != null && !mayRepeat) {
          throw new UnacceptableArchiveException(
              "has " + shown(record.name()) + " twice: servers may take one or the other");
        }
        at += record.centralLength();
      }
      if (at != end.position()) {
        throw new UnacceptableArchiveException("is damaged: its directory has another length");
      }
      refuseOverlaps(all, end);
      return new ZipImage(bytes, end, records);
    } catch (IndexOutOfBoundsException e) {
      throw new UnacceptableArchiveException("is damaged: a part of it is missing");
    }
  }

  private ZipRecord record(int at, ZipEnd end) throws UnacceptableArchiveException {
    if (bytes.getInt(at) != CENTRAL) {
      throw new UnacceptableArchiveException("is damaged: its directory cannot be read");
    }
    int nameLength = unsigned(at + 28);
    var name = name(bytes.slice(at + CENTRAL_LENGTH, nameLength));
    long start = end.base() + Integer.toUnsignedLong(bytes.getInt(at + 42));
    if (start > end.directory() - LOCAL_LENGTH) {
      throw new UnacceptableArchiveException("is damaged: " + shown(name) + " is outside of it");
    }
    int local = (int) start;
    int data = local + LOCAL_LENGTH + unsigned(local + 26) + unsigned(local + 28);
    var record =
        new ZipRecord(
            name,
            unsigned(at + 10),
            bytes.getInt(at + 16),
            Integer.toUnsignedLong(bytes.getInt(at + 20)),
            Integer.toUnsignedLong(bytes.getInt(at + 24)),
            local,
            data,
            at,
            CENTRAL_LENGTH + nameLength + unsigned(at + 30) + unsigned(at + 32));
    refuseOdd(record, nameLength, unsigned(at + 8));
    return record;
  }

  private void refuseOdd(ZipRecord record, int nameLength, int flags)
      throws UnacceptableArchiveException {
    var name = shown(record.name());
    if (LEAVES_THE_FOLDER.matcher(record.name()).matches()) {
      throw new UnacceptableArchiveException(
          "has an entry " + name + ", which would be written outside of the application");
    }
    if ((flags & ENCRYPTED) != 0) {
      throw new UnacceptableArchiveException("has an encrypted entry, " + name);
    }
    if (record.method() != 0 && record.method() != 8) {
      throw new UnacceptableArchiveException("has an entry packed in an unknown way, " + name);
    }
    boolean same =
        bytes.getInt(record.start()) == LOCAL
            && unsigned(record.start() + 8) == record.method()
            && unsigned(record.start() + 26) == nameLength
            && bytes
                .slice(record.start() + LOCAL_LENGTH, nameLength)
                .equals(bytes.slice(record.central() + CENTRAL_LENGTH, nameLength));
    if (!same) {
      throw new UnacceptableArchiveException(
          "is damaged: " + name + " is described in two different ways");
    }
  }

  /** Entries that share data are how a small file becomes a huge one. */
  private static void refuseOverlaps(List<ZipRecord> all, ZipEnd end)
      throws UnacceptableArchiveException {
    all.sort(Comparator.comparingInt(ZipRecord::start));
    for (int i = 0; i < all.size(); i++) {
      var record = all.get(i);
      int next = i + 1 < all.size() ? all.get(i + 1).start() : end.directory();
      if (record.data() + record.compressedSize() > next) {
        throw new UnacceptableArchiveException(
            "has entries that lie in one another, " + shown(record.name()));
      }
    }
  }

  static String name(ByteBuffer encoded) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(encoded.duplicate()).toString();
    } catch (CharacterCodingException older) {
      // What it means depends on where it was made; for us it only has to be one and the same.
      return StandardCharsets.ISO_8859_1.decode(encoded.duplicate()).toString();
    }
  }

  private int unsigned(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  private static String shown(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}
