package dev.portcullis.ejb;

import java.lang.System.Logger.Level;
import java.util.List;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Finds the configured datasource, under the names by which servers know it. */
final class DataSources {

  /** {@code InitialContext.lookup}, or a test's. */
  interface Directory {
    Object lookup(String name) throws NamingException;
  }

  private static final System.Logger LOG = System.getLogger("dev.portcullis.ejb");

  private final Directory directory;
  private final ServerKind server;

  DataSources(Directory directory, ServerKind server) {
    this.directory = directory;
    this.server = server;
  }

  /**
   * The datasource as it was configured.
   *
   * @throws IllegalStateException with the command that makes one, if there is none
   */
  DataSource find(String name) {
    if (name.indexOf(':') >= 0 && !name.startsWith("java:")) {
      // ldap: and the like would load objects from elsewhere.
      throw new IllegalStateException(
          "auth.datasource is \""
              + name
              + "\", but must be a name such as jdbc/portcullis or java:app/jdbc/portcullis");
    }
    for (var candidate : candidates(name)) {
      if (lookup(candidate) instanceof DataSource found) {
        return found;
      }
    }
    throw new IllegalStateException(
        "There is no datasource \""
            + name
            + "\" (auth.datasource); looked for "
            + String.join(", ", candidates(name))
            + ". "
            + server.howToMakeDataSource(name));
  }

  /**
   * The datasource for a persistence unit. Payara keeps one beside each, which exists once the
   * plain one was looked up; without it a transaction nested in an application's own fails on an XA
   * datasource.
   */
  DataSource findForPersistence(String name) {
    var plain = find(name);
    for (var candidate : candidates(name)) {
      if (lookup(candidate + "__pm") instanceof DataSource found) {
        return found;
      }
    }
    return plain;
  }

  private static List<String> candidates(String name) {
    return name.startsWith("java:")
        ? List.of(name)
        : List.of(name, "java:/" + name, "java:app/" + name, "java:comp/env/" + name);
  }

  private @Nullable Object lookup(String name) {
    try {
      return directory.lookup(name);
    } catch (NamingException notThere) {
      LOG.log(Level.DEBUG, "No " + name, notThere);
      return null;
    }
  }
}
