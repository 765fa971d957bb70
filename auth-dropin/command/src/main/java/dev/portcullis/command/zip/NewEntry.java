package dev.portcullis.command.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * An entry that is written: its local part, and its record of the central directory, in which only
 * the offset is still open. Ours are stored, never deflated, since how a deflated one looks depends
 * on the machine.
 *
 * @param name of the entry
 * @param local the local header, the data and what follows them
 * @param central the record
 */
public record NewEntry(String name, List<ByteBuffer> local, ByteBuffer central) {

  /** 1 February 1980, 0:00: the same for everybody, and understood everywhere. */
  private static final int TIME = (1 << 5 | 1) << 16;

  private static final short VERSION = 20;
  private static final short UTF_8_NAME = 1 << 11;

  private static final int CENTRAL_TIME = 12;

  /** With the same time always. */
  public static NewEntry stored(String name, List<ByteBuffer> content) {
    return stored(name, content, TIME, 0);
  }

  /** In place of another, whose time and attributes it keeps. */
  public static NewEntry inPlaceOf(ZipRecord old, ZipImage image, List<ByteBuffer> content) {
    var central = image.slice(old.central(), old.central() + old.centralLength());
    central.order(ByteOrder.LITTLE_ENDIAN);
    return stored(old.name(), content, central.getInt(CENTRAL_TIME), central.getInt(38));
  }

  private static NewEntry stored(String name, List<ByteBuffer> content, int time, int attributes) {
    var crc = new CRC32();
    long size = 0;
    for (var part : content) {
      crc.update(part.duplicate());
      size += part.remaining();
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " is too large");
    }
    byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
    short flags = encoded.length == name.length() ? 0 : UTF_8_NAME;
    var common =
        ByteBuffer.allocate(26)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort(VERSION)
            .putShort(flags)
            .putShort((short) 0)
            .putInt(time)
            .putInt((int) crc.getValue())
            .putInt((int) size)
            .putInt((int) size)
            .putShort((short) encoded.length)
            .putShort((short) 0)
            .flip();
    var header =
        ByteBuffer.allocate(ZipParser.LOCAL_LENGTH + encoded.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(ZipParser.LOCAL)
            .put(common.duplicate())
            .put(encoded)
            .flip();
    var central =
        ByteBuffer.allocate(ZipParser.CENTRAL_LENGTH + encoded.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(ZipParser.CENTRAL)
            .putShort(VERSION)
            .put(common)
            .putShort((short) 0)
            .putInt(0)
            .putInt(attributes)
            .putInt(0)
            .put(encoded)
            .flip();
    var local = new ArrayList<ByteBuffer>();
    local.add(header);
    local.addAll(content);
    return new NewEntry(name, local, central);
  }
}
