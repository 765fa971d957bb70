package dev.portcullis.command.zip;

/**
 * One entry, as the central directory and its local header describe it. Positions are those in the
 * bytes of the archive.
 *
 * @param name with slashes; a folder's ends with one
 * @param method 0 (stored) or 8 (deflated)
 * @param crc of the content
 * @param compressedSize of the data in the archive
 * @param size of the content, as declared
 * @param start where the local header begins
 * @param data where the data begins
 * @param central where its record in the central directory begins
 * @param centralLength that record's length
 */
public record ZipRecord(
    String name,
    int method,
    int crc,
    long compressedSize,
    long size,
    int start,
    int data,
    int central,
    int centralLength) {

  /** Whether it is a folder. */
  public boolean isFolder() {
    return name.endsWith("/");
  }
}
