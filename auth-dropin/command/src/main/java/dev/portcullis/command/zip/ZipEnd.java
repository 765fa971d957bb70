package dev.portcullis.command.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The end of an archive, which says where its central directory is.
 *
 * @param directory where the central directory begins
 * @param base what is to be added to the offsets in it: the length of a prefix that they leave out
 * @param count how many entries there are
 * @param position where this record begins
 * @param comment the archive's comment, as it is
 */
record ZipEnd(int directory, int base, int count, int position, ByteBuffer comment) {

  static final int SIGNATURE = 0x06054b50;
  static final int LENGTH = 22;
  private static final int ZIP64_LOCATOR = 0x07064b50;
  private static final int ZIP64_LOCATOR_LENGTH = 20;
  private static final int LONGEST_COMMENT = 0xFFFF;

  static ZipEnd find(ByteBuffer bytes) throws UnacceptableArchiveException {
    int last = bytes.limit() - LENGTH;
    for (int at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (bytes.getInt(at) == SIGNATURE
          && at + LENGTH + Short.toUnsignedInt(bytes.getShort(at + 20)) == bytes.limit()) {
        return read(bytes, at);
      }
    }
    throw new UnacceptableArchiveException("is no WAR or EAR: it does not end as a ZIP file does");
  }

  private static ZipEnd read(ByteBuffer bytes, int at) throws UnacceptableArchiveException {
    int count = Short.toUnsignedInt(bytes.getShort(at + 10));
    long size = Integer.toUnsignedLong(bytes.getInt(at + 12));
    long offset = Integer.toUnsignedLong(bytes.getInt(at + 16));
    boolean zip64 =
        at >= ZIP64_LOCATOR_LENGTH && bytes.getInt(at - ZIP64_LOCATOR_LENGTH) == ZIP64_LOCATOR;
    if (zip64 || count == 0xFFFF || offset == 0xFFFFFFFFL) {
      throw new UnacceptableArchiveException("is in the ZIP64 format, which is not handled");
    }
    long directory = at - size;
    if (bytes.getInt(at + 4) != 0
        || Short.toUnsignedInt(bytes.getShort(at + 8)) != count
        || directory < offset) {
      throw new UnacceptableArchiveException("is damaged: its end does not fit the rest of it");
    }
    int length = bytes.limit() - at - LENGTH;
    var comment = bytes.slice(at + LENGTH, length).asReadOnlyBuffer();
    return new ZipEnd((int) directory, (int) (directory - offset), count, at, comment);
  }

  /** The record for a directory that lies elsewhere and has another size. */
  ByteBuffer moved(int entries, long size, long start) {
    return ByteBuffer.allocate(LENGTH + comment.remaining())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(SIGNATURE)
        .putInt(0)
        .putShort((short) entries)
        .putShort((short) entries)
        .putInt((int) size)
        .putInt((int) (start - base))
        .putShort((short) comment.remaining())
        .put(comment.duplicate())
        .flip();
  }
}
