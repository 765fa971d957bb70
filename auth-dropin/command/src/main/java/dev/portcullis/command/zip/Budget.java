package dev.portcullis.command.zip;

/** How much may be unpacked in all while one archive is looked at, whatever is nested in what. */
public final class Budget {

  private static final long DEFAULT = 2L << 30;

  private long left;

  public Budget(long bytes) {
    this.left = bytes;
  }

  /** Enough for any application that is not a bomb: 2 GiB. */
  public static Budget ofOneApplication() {
    return new Budget(DEFAULT);
  }

  void take(String name, long bytes) throws UnacceptableArchiveException {
    left -= bytes;
    if (left < 0) {
      throw new UnacceptableArchiveException(
          name + " makes more than is unpacked of one application; it may be a bomb");
    }
  }
}
