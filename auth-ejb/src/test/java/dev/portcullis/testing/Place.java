package dev.portcullis.testing;

import jakarta.persistence.spi.PersistenceProvider;
import org.hibernate.jpa.HibernatePersistenceProvider;

/** A database as it may be found, under a persistence provider. */
public enum Place {
  H2_ECLIPSELINK(Databases.H2, false, ""),
  H2_HIBERNATE(Databases.H2, true, ""),
  POSTGRESQL_ECLIPSELINK(Databases.POSTGRESQL, false, ""),
  POSTGRESQL_HIBERNATE(Databases.POSTGRESQL, true, ""),
  MARIADB_ECLIPSELINK(Databases.MARIADB, false, ""),
  MARIADB_HIBERNATE(Databases.MARIADB, true, ""),
  MARIADB_READ_COMMITTED(
      Databases.MARIADB, false, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"),
  /** The default from 11.6.2 on. */
  MARIADB_SNAPSHOT_ISOLATION(Databases.MARIADB, true, "SET SESSION innodb_snapshot_isolation = ON");

  private final Databases database;
  private final boolean hibernate;
  private final String first;

  Place(Databases database, boolean hibernate, String first) {
    this.database = database;
    this.hibernate = hibernate;
    this.first = first;
  }

  public Databases database() {
    return database;
  }

  public boolean isHibernate() {
    return hibernate;
  }

  /** What each new connection runs first; empty for nothing. */
  public String first() {
    return first;
  }

  /** A provider of its own. */
  public PersistenceProvider provider() {
    return hibernate
        ? new HibernatePersistenceProvider()
        : new org.eclipse.persistence.jpa.PersistenceProvider();
  }
}
