package dev.portcullis.testing;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.store.JdbcTransactions;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Transactions of the connection itself, without a server. */
public final class LocalJdbcTransactions implements JdbcTransactions {

  private final DataSource dataSource;

  public LocalJdbcTransactions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public <T> T inNew(Work<T> work) {
    try {
      return run(work, true);
    } catch (SQLException e) {
      throw new TemporarilyUnavailableException(
          "The test's source failed", Duration.ofSeconds(5), e);
    }
  }

  @Override
  public <T> T tryOut(Work<T> work) {
    try {
      return run(work, false);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private <T> T run(Work<T> work, boolean commits) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T result = work.run(connection);
        done = commits;
        return result;
      } finally {
        if (done) {
          connection.commit();
        } else {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    }
  }
}
