package dev.portcullis.store;

import dev.portcullis.TemporarilyUnavailableException;
import jakarta.transaction.Status;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** {@link JdbcTransactions} of a server. */
public final class JtaJdbcTransactions implements JdbcTransactions {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final DataSource dataSource;
  private final ServerTransaction server;

  public JtaJdbcTransactions(DataSource dataSource, ServerTransaction server) {
    this.dataSource = dataSource;
    this.server = server;
  }

  @Override
  public <T> T inNew(Work<T> work) {
    var unit = new JtaWork<>(dataSource, work, true);
    try {
      server.requiresNew(unit);
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
    if (unit.failure != null || !unit.committed) {
      throw unavailable(unit.failure);
    }
    return unit.result();
  }

  @Override
  public <T> T tryOut(Work<T> work) {
    var unit = new JtaWork<>(dataSource, work, false);
    server.requiresNew(unit);
    if (unit.failure != null) {
      throw new IllegalStateException(String.valueOf(unit.failure.getMessage()), unit.failure);
    }
    return unit.result();
  }

  private static TemporarilyUnavailableException unavailable(@Nullable Throwable cause) {
    return new TemporarilyUnavailableException(
        "The datasource of the application's users does not answer", RETRY_AFTER, cause);
  }

  /** One run of the work. */
  private static final class JtaWork<T> implements ServerTransaction.Work {

    private final DataSource dataSource;
    private final Work<T> work;
    private final boolean commits;
    private @Nullable T result;
    private @Nullable Exception failure;
    private boolean committed;

    JtaWork(DataSource dataSource, Work<T> work, boolean commits) {
      this.dataSource = dataSource;
      this.work = work;
      this.commits = commits;
    }

    @Override
    public boolean execute() {
      try (var connection = dataSource.getConnection()) {
        result = work.run(connection);
        return commits;
      } catch (SQLException | RuntimeException e) {
        failure = e;
        return false;
      }
    }

    @Override
    public void afterCompletion(int status) {
      committed = status == Status.STATUS_COMMITTED;
    }

    @SuppressWarnings("NullAway") // T may be a nullable type; the work has run when this is called
    T result() {
      return result;
    }
  }
}
