package dev.portcullis.store;

import java.lang.System.Logger.Level;
import java.time.Duration;
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

  private static final long LONGEST_WAIT_SECONDS = 1;

  private static final long LONGEST_PAUSE_MILLIS = 64;

  private static final System.Logger LOG = System.getLogger("dev.portcullis.store");

  /** Lets time pass. */
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  private final Transactions transactions;
  private final Pause pause;

  /**
   * Whoever lost goes on when it is its turn: were all to run again at once, one would win and the
   * others lose as before, however often. Those that do the same thing wait for each other, and
   * that is the same lambda; of different ones hardly two are after one row.
   */
  private final ClassValue<Semaphore> turns =
      new ClassValue<>() {
        @Override
        protected Semaphore computeValue(Class<?> work) {
          return new Semaphore(1, true);
        }
      };

  public RepeatingTransactions(Transactions transactions) {
    this(transactions, time -> Thread.sleep(time.toMillis()));
  }

  /**
   * @param pause between runs
   */
  RepeatingTransactions(Transactions transactions, Pause pause) {
    this.transactions = transactions;
    this.pause = pause;
  }

  @Override
  public <T> T inNew(Function<Tx, T> work) {
    try {
      return transactions.inNew(work);
    } catch (LostRaceException e) {
      var turn = turns.get(work.getClass());
      boolean ours = await(turn);
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
  private static boolean await(Semaphore turn) {
    try {
      return turn.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <T> T again(Function<Tx, T> work) {
    for (int run = 2; ; run++) {
      if (run > 2) {
        pauseBefore(run);
      }
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

  /**
   * 1 ms, then twice as long each time, nearly 4 s in all: MariaDB with innodb_snapshot_isolation
   * refuses a row at once that another transaction has changed and not committed, and does not wait
   * for it as the others do.
   */
  private void pauseBefore(int run) {
    long millis = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(run - 3, 10));
    try {
      pause.of(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      // It goes on without; the work itself notices.
      Thread.currentThread().interrupt();
    }
  }
}
