package dev.portcullis.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import org.h2.jdbcx.JdbcDataSource;

/** As small a pool as a server's behaves: whoever finds it exhausted waits, for a while. */
public final class TestPool extends PlainDataSource implements AutoCloseable {

  private final ConnectionPoolDataSource source;
  private final Semaphore permits;
  private final int size;
  private final String first;
  private final Deque<PooledConnection> idle = new ArrayDeque<>();
  private volatile Duration patience = Duration.ofSeconds(30);

  TestPool(FreshDatabase database, int size, String first) {
    this.size = size;
    this.first = first;
    this.permits = new Semaphore(size, true);
    try {
      this.source = source(database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConnectionPoolDataSource source(FreshDatabase database) throws SQLException {
    switch (database.kind()) {
      case H2 -> {
        var h2 = new JdbcDataSource();
        h2.setURL(database.url());
        h2.setUser(database.user());
        h2.setPassword(database.password());
        return h2;
      }
      case POSTGRESQL -> {
        return Drivers.postgres(database);
      }
      case MARIADB -> {
        return Drivers.mariaDb(database);
      }
    }
    throw new IllegalStateException(database.kind().name());
  }

  /** Apart, so that a module without the drivers can use H2. */
  private static final class Drivers {

    static ConnectionPoolDataSource postgres(FreshDatabase database) {
      var source = new org.postgresql.ds.PGConnectionPoolDataSource();
      source.setUrl(database.url());
      source.setUser(database.user());
      source.setPassword(database.password());
      return source;
    }

    static ConnectionPoolDataSource mariaDb(FreshDatabase database) throws SQLException {
      var source = new org.mariadb.jdbc.MariaDbDataSource();
      source.setUrl(database.url());
      source.setUser(database.user());
      source.setPassword(database.password());
      return source;
    }
  }

  /** How long to wait for a connection; 30 s unless told. */
  public void setPatience(Duration patience) {
    this.patience = patience;
  }

  /** How many connections are lent out now. */
  public int lent() {
    return size - permits.availablePermits();
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      if (!permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SQLTransientConnectionException("No free connection within " + patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("Interrupted", e);
    }
    try {
      return lend();
    } catch (SQLException | RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  private Connection lend() throws SQLException {
    PooledConnection pooled;
    synchronized (idle) {
      pooled = idle.poll();
    }
    boolean made = pooled == null;
    if (pooled == null) {
      pooled = source.getPooledConnection();
    }
    var connection = pooled.getConnection();
    if (made && !first.isEmpty()) {
      try (var statement = connection.createStatement()) {
        boolean unused = statement.execute(first);
      }
    }
    pooled.addConnectionEventListener(new Return(pooled));
    return connection;
  }

  /** Takes a connection back once; a broken one is thrown away. */
  private final class Return implements ConnectionEventListener {

    private final PooledConnection pooled;
    private boolean broken;

    Return(PooledConnection pooled) {
      this.pooled = pooled;
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
      pooled.removeConnectionEventListener(this);
      if (broken) {
        try {
          pooled.close();
        } catch (SQLException gone) {
          // It is broken.
        }
      } else {
        synchronized (idle) {
          idle.push(pooled);
        }
      }
      permits.release();
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      broken = true;
    }
  }

  @Override
  public void close() {
    synchronized (idle) {
      for (var pooled : idle) {
        try {
          pooled.close();
        } catch (SQLException gone) {
          // The database may be gone already.
        }
      }
      idle.clear();
    }
  }
}
