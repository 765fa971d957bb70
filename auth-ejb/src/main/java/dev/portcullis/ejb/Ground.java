package dev.portcullis.ejb;

import dev.portcullis.audit.AuditTrail;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.metrics.MeteredTransactions;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.store.ClockGuard;
import dev.portcullis.store.DatabaseClock;
import dev.portcullis.store.RepeatingTransactions;
import dev.portcullis.store.Schema;
import dev.portcullis.store.Transactions;
import java.time.Clock;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/** What everything stands on: clock, keys, database, meters, audit. */
final class Ground {

  final AuthSettings settings;
  final ServerResources server;
  final OpenedResources opened;
  final Lanes lanes;
  final Clock clock;
  final RandomSource random;
  final PrometheusMetrics metrics;
  final EncryptionKey key;
  final SignatureProvider signatures;
  final DataSource dataSource;
  final AuditTrail trail;
  final Transactions transactions;
  final ClockGuard clocks;

  /**
   * Opens the database and brings its schema up to date.
   *
   * @param opened takes what has to be closed
   */
  Ground(AuthSettings settings, ServerResources server, OpenedResources opened) {
    this.settings = settings;
    this.server = server;
    this.opened = opened;
    clock = server.clock();
    random = server.random();
    key = settings.encryption(random);
    signatures = SignatureProvider.of(settings.cryptoProvider());
    var dataSourceName = Objects.requireNonNull(settings.datasource());
    dataSource = server.dataSource(dataSourceName);
    migrate(dataSource, dataSourceName);
    metrics = opened.add(new PrometheusMetrics());
    trail = new AuditTrail(random, metrics, server::fire);
    var database = opened.add(server.transactions(dataSourceName, trail));
    transactions = new MeteredTransactions(new RepeatingTransactions(database), metrics);
    transactions.<Boolean>inNew(
        tx -> {
          Schema.check(tx.em());
          return true;
        });
    lanes = opened.add(server.lanes());
    clocks = new ClockGuard(new DatabaseClock(dataSource)::millis, clock);
  }

  private static void migrate(DataSource dataSource, String name) {
    try {
      Schema.migrate(dataSource);
    } catch (FlywayException e) {
      throw new IllegalStateException(
          "the auth_ tables in the datasource "
              + name
              + " could not be brought up to date. Its user must be allowed to create tables, or a"
              + " DBA runs the scripts in dev/portcullis/migration of the jar. "
              + e.getMessage(),
          e);
    }
  }
}
