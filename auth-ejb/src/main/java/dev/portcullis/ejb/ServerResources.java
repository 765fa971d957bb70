package dev.portcullis.ejb;

import dev.portcullis.Directory;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.SecurityEvent;
import dev.portcullis.config.DirectorySettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.CloseableTransactions;
import dev.portcullis.store.EventRecorder;
import dev.portcullis.store.JdbcTransactions;
import java.time.Clock;
import javax.sql.DataSource;

/** What the domain needs of the server it runs in; a test has its own. */
public interface ServerResources {

  /**
   * The datasource of that JNDI name.
   *
   * @throws IllegalStateException with the command that makes one, if there is none
   */
  DataSource dataSource(String name);

  /** Transactions on that datasource, whose events go to the recorder. The caller closes them. */
  CloseableTransactions transactions(String dataSourceName, EventRecorder recorder);

  /**
   * Transactions on a datasource of the application's, with nothing of ours in them.
   *
   * @throws IllegalStateException with the command that makes one, if there is none
   */
  JdbcTransactions jdbcTransactions(String dataSourceName);

  /**
   * Opens a directory; it need not answer yet.
   *
   * @throws IllegalStateException if its settings cannot be used, with a message for the operator
   */
  Directory directory(DirectorySettings settings);

  /**
   * Any other object of the server's, by its JNDI name.
   *
   * @throws IllegalStateException if there is none
   */
  default Object lookup(String name) {
    throw new IllegalStateException("The server has no " + name);
  }

  /** Threads for the background work of one domain. The caller closes them. */
  Lanes lanes();

  Clock clock();

  RandomSource random();

  /** Tells the application of an event; may throw what its observers throw. */
  void fire(SecurityEvent event);

  /**
   * Where a browser on this machine finds the application, without a slash at the end, as far as it
   * is known; for messages while {@code auth.public_url} is not set.
   */
  String localAddress();

  /** The domain answers: views of it may be used from now on. */
  void started(PortcullisDomain domain);

  /** The domain is closed: views of it refuse from now on. */
  void stopped();
}
