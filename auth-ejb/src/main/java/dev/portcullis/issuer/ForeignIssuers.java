package dev.portcullis.issuer;

import dev.portcullis.config.IssuerSettings;
import dev.portcullis.config.IssuerSettings.RemoteJwks;
import dev.portcullis.fetch.DocumentFetcher;
import dev.portcullis.fetch.FetchResult;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.jose.VerificationKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All other issuers. Each has its keys in a name space of its own, so that none can displace
 * another's; a key's id selects at most one entry of each.
 */
public final class ForeignIssuers {

  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
  private static final int MOST_WAITING = 8;

  private final List<ForeignIssuer> issuers;
  private final Map<String, RemoteKeys> remote;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  /** An (issuer, key) that a token's key id selects (S1). */
  public record Entry(ForeignIssuer issuer, VerificationKey key) {}

  /** Told of each fetch: the issuer's name, and whether it gave keys. */
  @FunctionalInterface
  public interface FetchListener {
    void fetched(String issuer, boolean good);
  }

  private ForeignIssuers(List<ForeignIssuer> issuers, Map<String, RemoteKeys> remote) {
    this.issuers = List.copyOf(issuers);
    this.remote = remote;
  }

  /** None: only our own tokens count. */
  public static ForeignIssuers none() {
    return new ForeignIssuers(List.of(), Map.of());
  }

  /**
   * Takes over what the configuration has; nothing is fetched yet.
   *
   * @param adminRole given only where it is mapped by name (S85)
   * @param signatures what the keys are used by
   * @param executor where fetches run that tokens ask for
   * @throws IllegalStateException for the operator, if a configured key cannot be used
   */
  public static ForeignIssuers of(
      List<IssuerSettings> settings,
      String adminRole,
      SignatureProvider signatures,
      DocumentFetcher fetcher,
      Clock clock,
      Executor executor,
      FetchListener listener) {
    var issuers = new ArrayList<ForeignIssuer>();
    var remote = new LinkedHashMap<String, RemoteKeys>();
    for (var one : settings) {
      var keys =
          KeySourceReader.read(one, signatures)
              .orElseGet(
                  () -> {
                    var fetched =
                        new RemoteKeys(
                            one,
                            source(one, fetcher),
                            signatures,
                            clock,
                            executor,
                            good -> listener.fetched(one.name(), good));
                    remote.put(one.name(), fetched);
                    return fetched;
                  });
      issuers.add(new ForeignIssuer(one, keys, adminRole, prefixesBeside(one, settings)));
    }
    return new ForeignIssuers(issuers, remote);
  }

  private static List<String> prefixesBeside(IssuerSettings one, List<IssuerSettings> all) {
    return all.stream()
        .filter(other -> !other.equals(one))
        .map(other -> other.name() + ":")
        .toList();
  }

  private static Supplier<FetchResult> source(IssuerSettings settings, DocumentFetcher fetcher) {
    return settings.keys() instanceof RemoteJwks jwks
        ? () -> fetcher.fetch(jwks.address())
        : new Metadata(settings.issuer(), fetcher)::fetchKeys;
  }

  /** What is to be run again and again in the background, by the issuer's name. */
  public Map<String, Runnable> backgroundWork() {
    var work = new LinkedHashMap<String, Runnable>();
    remote.forEach((name, keys) -> work.put(name, keys::follow));
    return work;
  }

  public boolean isEmpty() {
    return issuers.isEmpty();
  }

  /** The entries that a key's id selects, at most one of each issuer; null: tokens without one. */
  public List<Entry> find(@Nullable String kid) {
    List<Entry> found = List.of();
    for (var issuer : issuers) {
      var key = issuer.keys().find(kid);
      if (key != null) {
        found = found.isEmpty() ? new ArrayList<>(2) : found;
        found.add(new Entry(issuer, key));
      }
    }
    return found;
  }

  /**
   * Has issuers look again for a key that none of them has, and waits for it, shortly and with few
   * others. Does nothing where none is due.
   */
  public void lookAgain() {
    var under =
        issuers.stream()
            .map(issuer -> issuer.keys().lookAgain())
            .filter(Objects::nonNull)
            .map(CompletableFuture.class::cast)
            .toArray(CompletableFuture<?>[]::new);
    if (under.length == 0 || !waiting.tryAcquire()) {
      return;
    }
    try {
      CompletableFuture.allOf(under).get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException stillUnknown) {
      // Whoever asks finds what there is.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.release();
    }
  }

  /** Whether a key that none has could be one that was not to be fetched: 503, not 401 (S74). */
  public boolean mayHaveOthers() {
    return issuers.stream().anyMatch(i -> i.keys().missing() == IssuerKeys.Missing.UNCERTAIN);
  }

  /** Another number whenever a key of any of them changed or went. */
  public long generation() {
    long sum = 0;
    for (var issuer : issuers) {
      sum += issuer.keys().generation();
    }
    return sum;
  }

  /** The state of each by its name: {@code up}, {@code stale} or {@code down}. */
  public Map<String, String> states() {
    var states = new LinkedHashMap<String, String>();
    issuers.forEach(issuer -> states.put(issuer.name(), issuer.keys().state()));
    return states;
  }

  /** Whether the keys of that issuer may be used now. */
  public boolean isUp(String name) {
    return issuers.stream().anyMatch(i -> i.name().equals(name) && i.isUsable());
  }

  /** The longest life of any token of theirs; zero where there are none. */
  public Duration longestLife() {
    return Duration.ofSeconds(
        issuers.stream().mapToLong(ForeignIssuer::longestSeconds).max().orElse(0));
  }
}
