package dev.portcullis.ejb;

/** Kinds of background work, none of which ever waits for another. */
public enum Lane {

  /** Revocations and signing keys: while these are late, every token waits for the database. */
  FOLLOWING(2),

  /** Documents of other issuers, each of which may take seconds to come, or not to come. */
  FETCHING(4),

  /** Everything that may as well be done a minute later. */
  UPKEEP(2);

  private final int threads;

  Lane(int threads) {
    this.threads = threads;
  }

  /** How many tasks of this kind run at the same time. */
  public int threads() {
    return threads;
  }
}
