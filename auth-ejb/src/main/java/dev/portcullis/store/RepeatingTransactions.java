package dev.portcullis.store;

import java.lang.System.Logger.Level;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Does the work again where the database rolled it back for the sake of another transaction; see
 * {@code docs/decisions/0009-databases.md}. Nothing of the first run is left: it was rolled back,
 * and what it meant to do after its commit is forgotten.
 */
public final class RepeatingTransactions implements Transactions {

  /** As many as connections may work on one row; more are lost only where something is wrong. */
  static final int MOST_RUNS = 64;

  private static final long LONGEST_WAIT_SECONDS = 5;

  private static final System.Logger LOG = System.getLogger("dev.portcullis.store");

  private final Transactions transactions;

  /**
   * Whoever lost goes on when it is its turn: were all to run again at once, one would win and the
   * others lose as before, however often.
   */
  private final Semaphore turn = new Semaphore(1, true);

  public RepeatingTransactions(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public <T> T inNew(Function<Tx, T> work) {
    try {
      return transactions.inNew(work);
    } catch (LostRaceException e) {
      boolean ours = await();
      try {
        return again(work);
      } finally {
        if (ours) {
          turn.release();
        }
      }
    }
  }

  /** Nobody waits for long for others' work: then all of them run. */
  private boolean await() {
    try {
      return turn.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <T> T again(Function<Tx, T> work) {
    for (int run = 2; ; run++) {
      try {
        return transactions.inNew(work);
      } catch (LostRaceException e) {
        if (run == MOST_RUNS) {
          throw StoreFailures.unavailable(e);
        }
        LOG.log(Level.DEBUG, "Run {0} gave way to another transaction", run);
      }
    }
  }
}
