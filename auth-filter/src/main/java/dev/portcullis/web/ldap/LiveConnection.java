package dev.portcullis.web.ldap;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.ldaptive.Connection;
import org.ldaptive.SearchConnectionValidator;

/**
 * Whether a kept connection still serves. One that answered within the last seconds is taken as it
 * is; one that waited longer is asked first, for a firewall or a directory that was started anew
 * may have forgotten it.
 */
final class LiveConnection extends SearchConnectionValidator {

  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Servers servers;
  private final Clock clock;
  private final Map<Connection, Long> answered = Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * @param timeout for the answer
   * @param servers that hear of one which gives none
   */
  LiveConnection(Duration timeout, Servers servers, Clock clock) {
    setValidateTimeout(timeout);
    this.servers = servers;
    this.clock = clock;
  }

  /** One of them did not answer: each is asked before it is used again. */
  void doubtAll() {
    answered.clear();
  }

  @Override
  public Boolean apply(Connection connection) {
    if (!connection.isOpen()) {
      return false;
    }
    var server = connection.getLdapURL();
    if (server != null && servers.isAvoided(server) && servers.hasUndoubted()) {
      // One of its connections was waited for already: the others are not worth another wait each.
      return false;
    }
    long now = clock.millis();
    var last = answered.get(connection);
    if (last != null && now - last < FRESH.toMillis()) {
      return true;
    }
    boolean live = super.apply(connection);
    if (live) {
      answered.put(connection, now);
    } else if (server != null) {
      servers.failure(server);
    }
    return live;
  }
}
