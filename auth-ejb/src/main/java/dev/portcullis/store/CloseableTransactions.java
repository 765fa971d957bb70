package dev.portcullis.store;

/** {@link Transactions} that hold resources. */
public interface CloseableTransactions extends Transactions, AutoCloseable {

  /** Lets go of them; no transaction may run any more. */
  @Override
  void close();
}
