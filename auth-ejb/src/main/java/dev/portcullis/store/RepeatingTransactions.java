package dev.portcullis.store;

import java.lang.System.Logger.Level;
import java.util.function.Function;

/**
 * Does the work again where the database rolled it back for the sake of another transaction; see
 * {@code docs/decisions/0009-databases.md}. Nothing of the first run is left: it was rolled back,
 * and what it meant to do after its commit is forgotten.
 */
public final class RepeatingTransactions implements Transactions {

  /** More are lost only where something is wrong. */
  static final int MOST_RUNS = 10;

  private static final System.Logger LOG = System.getLogger("dev.portcullis.store");

  private final Transactions transactions;

  public RepeatingTransactions(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public <T> T inNew(Function<Tx, T> work) {
    for (int run = 1; ; run++) {
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
