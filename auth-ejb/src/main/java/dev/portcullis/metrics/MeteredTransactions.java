package dev.portcullis.metrics;

import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import io.micrometer.core.instrument.Timer;
import java.util.function.Function;

/**
 * Times every transaction in {@code auth_store_seconds}. The label {@code operation} is the feature
 * whose work it was: {@code session}, {@code token} …
 */
public final class MeteredTransactions implements Transactions {

  private final Transactions transactions;
  private final ClassValue<Timer> timers;

  public MeteredTransactions(Transactions transactions, PrometheusMetrics metrics) {
    this.transactions = transactions;
    // A lambda's class is in the package of the feature that wrote it.
    this.timers =
        new ClassValue<>() {
          @Override
          protected Timer computeValue(Class<?> work) {
            var feature = work.getPackageName();
            return metrics.store(feature.substring(feature.lastIndexOf('.') + 1));
          }
        };
  }

  @Override
  public <T> T inNew(Function<Tx, T> work) {
    return timers.get(work.getClass()).record(() -> transactions.inNew(work));
  }
}
