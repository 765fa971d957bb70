package dev.portcullis.issuer;

import dev.portcullis.config.IssuerSettings;
import dev.portcullis.fetch.FetchResult;
import dev.portcullis.jose.JwkSet;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.jose.VerificationKey;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys that an issuer publishes. They are fetched in the background, again as their server asks
 * within bounds, and again for an unknown id, but that once in {@link #PAUSE} at most (S46). The
 * last good ones serve until they are too old. Never is more than one fetch under way.
 */
final class RemoteKeys implements IssuerKeys {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.issuer");

  /** Between two fetches that tokens ask for. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  /** How long keys are kept: a key that is taken out is refused after this at the latest. */
  static final Duration LONGEST_AGE = Duration.ofHours(1);

  /** Clocks are set back by moments all the time; more than this, and time counts as passed. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);

  private static final Duration SHORTEST_AGE = Duration.ofMinutes(1);
  private static final Duration USUAL_AGE = Duration.ofMinutes(15);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final IssuerSettings settings;
  private final Supplier<FetchResult> source;
  private final SignatureProvider signatures;
  private final Clock clock;
  private final Executor executor;
  private final Consumer<Boolean> fetched;

  /** What is in force; replaced as a whole. */
  private record Snapshot(Map<String, VerificationKey> keys, long fetchedAt) {}

  private volatile @Nullable Snapshot snapshot;
  private volatile long generation;
  private volatile long attemptedAt = Long.MIN_VALUE;
  private volatile boolean failing;
  private long nextAt = Long.MIN_VALUE;
  private int failures;
  private @Nullable CompletableFuture<Void> underWay;

  /**
   * @param source fetches the JWK set
   * @param executor where fetches run that tokens ask for
   * @param fetched is told of the end of each fetch, whether it gave keys
   */
  RemoteKeys(
      IssuerSettings settings,
      Supplier<FetchResult> source,
      SignatureProvider signatures,
      Clock clock,
      Executor executor,
      Consumer<Boolean> fetched) {
    this.settings = settings;
    this.source = source;
    this.signatures = signatures;
    this.clock = clock;
    this.executor = executor;
    this.fetched = fetched;
  }

  @Override
  public @Nullable VerificationKey find(@Nullable String kid) {
    var known = snapshot;
    return known == null || kid == null || isTooOld(known) ? null : known.keys.get(kid);
  }

  @Override
  public boolean isUsable() {
    var known = snapshot;
    return known != null && !isTooOld(known) && !known.keys.isEmpty();
  }

  private boolean isTooOld(Snapshot known) {
    long age = clock.millis() - known.fetchedAt;
    // A clock that was set back tells nothing about age.
    return age > settings.maxStale().toMillis() || age < -CLOCK_TOLERANCE.toMillis();
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public Missing missing() {
    return isUsable() && !failing ? Missing.UNKNOWN : Missing.UNCERTAIN;
  }

  @Override
  public String state() {
    return !isUsable() ? "down" : failing ? "stale" : "up";
  }

  @Override
  public @Nullable CompletableFuture<?> lookAgain() {
    return lookAgain(PAUSE);
  }

  /**
   * The same with another pause between two fetches, for what no stranger can cause (an ID token
   * straight from the provider).
   */
  @Nullable CompletableFuture<?> lookAgain(Duration pause) {
    CompletableFuture<Void> begun;
    synchronized (this) {
      if (underWay != null) {
        return underWay;
      }
      long now = clock.millis();
      boolean due = failing ? isDue(now) : hasPassed(attemptedAt, pause, now);
      if (!due) {
        return null;
      }
      begun = begin();
    }
    try {
      executor.execute(() -> run(begun));
    } catch (RejectedExecutionException stopping) {
      end(begun);
    }
    return begun;
  }

  /** Fetches the keys if it is time to; called again and again in the background. */
  void follow() {
    CompletableFuture<Void> begun;
    synchronized (this) {
      if (underWay != null || !isDue(clock.millis())) {
        return;
      }
      begun = begin();
    }
    run(begun);
  }

  /** Where the clock was set back, the time of the next fetch would be long in coming. */
  private boolean isDue(long now) {
    boolean setBack =
        attemptedAt != Long.MIN_VALUE && attemptedAt - now > CLOCK_TOLERANCE.toMillis();
    return now >= nextAt || setBack;
  }

  private synchronized CompletableFuture<Void> begin() {
    var begun = new CompletableFuture<Void>();
    underWay = begun;
    return begun;
  }

  private void run(CompletableFuture<Void> begun) {
    try {
      take(source.get());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Fetching the keys of " + settings.name() + " failed", e);
      failed("a fault of the program");
    } finally {
      end(begun);
    }
  }

  private void end(CompletableFuture<Void> begun) {
    synchronized (this) {
      underWay = null;
    }
    begun.complete(null);
  }

  private void take(FetchResult result) {
    result.fold(
        document -> {
          try {
            var set = JwkSet.parse(document.content(), settings.algorithms());
            accept(set.using(signatures), document.maxAge());
          } catch (MalformedException e) {
            failed("no JWK set: " + e.getMessage());
          }
          return true;
        },
        failure -> {
          failed(failure.reason());
          return false;
        });
  }

  private synchronized void accept(JwkSet set, @Nullable Duration maxAge) {
    if (set.keys().isEmpty()) {
      failed("none of its keys serves" + reasons(set));
      return;
    }
    var before = snapshot;
    long now = clock.millis();
    var keys = before != null && isSame(before.keys, set.keys()) ? before.keys : set.keys();
    boolean changed = before == null || keys != before.keys;
    // Keys that stay are kept as they are. The generation comes after them: what is remembered for
    // an older one is looked at again.
    snapshot = new Snapshot(keys, now);
    if (changed) {
      generation++;
      LOG.log(
          set.leftOut().isEmpty() ? Level.INFO : Level.WARNING,
          "Issuer {0}: {1} keys{2}",
          settings.name(),
          set.keys().size(),
          reasons(set));
    } else if (failing) {
      LOG.log(Level.INFO, "Issuer {0}: its keys can be fetched again", settings.name());
    }
    attemptedAt = now;
    failing = false;
    failures = 0;
    nextAt = now + age(maxAge).toMillis();
    fetched.accept(true);
  }

  private synchronized void failed(String reason) {
    long now = clock.millis();
    attemptedAt = now;
    nextAt = now + retry().toMillis();
    LOG.log(
        failing ? Level.DEBUG : Level.WARNING,
        "Issuer {0}: its keys could not be fetched: {1}. {2}",
        settings.name(),
        reason,
        isUsable()
            ? "The last ones serve for now"
            : "Until they can be, its tokens are answered 503");
    failing = true;
    fetched.accept(false);
  }

  private static String reasons(JwkSet set) {
    return set.leftOut().isEmpty() ? "" : ". Left out: " + String.join("; ", set.leftOut());
  }

  /** 1 s, then twice as long each time, a minute at most. */
  private Duration retry() {
    int exponent = Math.min(failures++, 10);
    var pause = FIRST_RETRY.multipliedBy(1L << exponent);
    return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
  }

  private static Duration age(@Nullable Duration asked) {
    var age = asked == null ? USUAL_AGE : asked;
    if (age.compareTo(SHORTEST_AGE) < 0) {
      return SHORTEST_AGE;
    }
    return age.compareTo(LONGEST_AGE) > 0 ? LONGEST_AGE : age;
  }

  /** A clock that was set back counts as time that passed. */
  private static boolean hasPassed(long since, Duration pause, long now) {
    return since == Long.MIN_VALUE || now < since || now - since >= pause.toMillis();
  }

  private static boolean isSame(
      Map<String, VerificationKey> keys, Map<String, VerificationKey> others) {
    return keys.keySet().equals(others.keySet())
        && keys.entrySet().stream()
            .allMatch(entry -> entry.getValue().isSameAs(others.get(entry.getKey())));
  }
}
