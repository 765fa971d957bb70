package dev.portcullis.web.ldap;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ldaptive.ConnectionStrategy;
import org.ldaptive.LdapURL;
import org.ldaptive.LdapURLSet;

/**
 * Which server of a directory is tried first: those that answered, in the configured order, then
 * those that did not within the last half minute. ldaptive's own strategies look after lost servers
 * with a thread that outlives the application.
 */
final class Servers implements ConnectionStrategy {

  private static final Duration AVOIDED = Duration.ofSeconds(30);

  private final List<LdapURL> servers;
  private final Clock clock;
  private final Map<String, Long> failed = new ConcurrentHashMap<>();

  Servers(List<URI> servers, Clock clock) {
    this.servers = servers.stream().map(server -> new LdapURL(server.toString())).toList();
    this.clock = clock;
  }

  @Override
  public Iterator<LdapURL> iterator() {
    return Stream.concat(
            servers.stream().filter(server -> !isAvoided(server)),
            servers.stream().filter(this::isAvoided))
        .toList()
        .iterator();
  }

  /** Whether one is left that did not fail of late. */
  boolean hasUndoubted() {
    return servers.stream().anyMatch(server -> !isAvoided(server));
  }

  boolean isAvoided(LdapURL server) {
    var at = failed.get(key(server));
    return at != null && clock.millis() - at < AVOIDED.toMillis();
  }

  @Override
  public void success(LdapURL server) {
    failed.remove(key(server));
  }

  @Override
  public void failure(LdapURL server) {
    failed.put(key(server), clock.millis());
  }

  private static String key(LdapURL server) {
    return server.getHostnameWithSchemeAndPort();
  }

  /** The servers are known already. */
  @Override
  public void populate(String urls, LdapURLSet set) {
    // Nothing to do.
  }

  @Override
  public void initialize(String urls, Predicate<LdapURL> condition) {
    // Nothing to do.
  }

  @Override
  public boolean isInitialized() {
    return true;
  }

  @Override
  public Predicate<LdapURL> getActivateCondition() {
    return server -> true;
  }

  @Override
  public Predicate<LdapURL> getRetryCondition() {
    return server -> false;
  }

  /** The same, so that what one connection learns serves the others. */
  @Override
  public ConnectionStrategy newInstance() {
    return this;
  }
}
