package dev.portcullis.issuer;

import dev.portcullis.config.IssuerSettings;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.fetch.DocumentFetcher;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.jose.Stage;
import dev.portcullis.jose.VerificationKey;
import dev.portcullis.jose.VerifiedJws;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A provider of OpenID Connect: its metadata and its keys, fetched in the background within limits
 * (S46), and the one way to verify what it signed.
 */
public final class OpenIdIssuer {

  /** Metadata, their other place, and the keys, each within the fetcher's limit. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  private static final Duration PAUSE_FOR_OWN_TOKENS = Duration.ofSeconds(1);
  private static final Duration MAX_STALE = Duration.ofHours(24);

  /** Whoever sends tokens of unknown keys holds up no more threads than these. */
  private static final int MOST_STRANGERS = 4;

  private final Semaphore strangers = new Semaphore(MOST_STRANGERS);
  private final Metadata metadata;
  private final RemoteKeys keys;

  /**
   * @param name for logs
   * @param algorithms what it may sign with (S45)
   * @param fetched is told of the end of each fetch, whether it gave keys
   */
  public OpenIdIssuer(
      String name,
      String issuer,
      Set<JwsAlgorithm> algorithms,
      DocumentFetcher fetcher,
      SignatureProvider signatures,
      Clock clock,
      Executor executor,
      Consumer<Boolean> fetched) {
    metadata = new Metadata(issuer, fetcher);
    var settings =
        new IssuerSettings(
            issuer,
            name,
            new IssuerSettings.Discovery(),
            Set.of(),
            algorithms,
            true,
            new IssuerSettings.Claims(null, null, "email", "name"),
            java.util.Map.of(),
            false,
            MAX_STALE,
            MAX_STALE);
    keys = new RemoteKeys(settings, metadata::fetchKeys, signatures, clock, executor, fetched);
  }

  /** To be run again and again in the background. */
  public void follow() {
    keys.follow();
  }

  /** For operators: {@code up}, {@code stale} or {@code down}. */
  public String state() {
    return keys.state();
  }

  /** Its endpoints; waits for them where they are not known yet. Empty where it does not answer. */
  public Optional<OpenIdMetadata> metadata() {
    if (!keys.isUsable() || metadata.lastRead() == null) {
      await(keys.lookAgain(PAUSE_FOR_OWN_TOKENS));
    }
    return keys.isUsable() ? Optional.ofNullable(metadata.lastRead()) : Optional.empty();
  }

  /**
   * Verifies what came straight from the provider: a key that is not known yet is looked for.
   *
   * @throws RefusedException {@link Stage#SIZE} to {@link Stage#SIGNATURE}
   */
  public VerifiedJws verifyOwn(String compact) throws RefusedException {
    return verify(compact, PAUSE_FOR_OWN_TOKENS);
  }

  /** Verifies what anybody may have sent: keys are looked for, but seldom (S46). */
  public VerifiedJws verifySent(String compact) throws RefusedException {
    if (!strangers.tryAcquire()) {
      throw new RefusedException(Stage.KEY);
    }
    try {
      return verify(compact, RemoteKeys.PAUSE);
    } finally {
      strangers.release();
    }
  }

  private VerifiedJws verify(String compact, Duration pause) throws RefusedException {
    var received = Jws.receive(compact);
    @Nullable VerificationKey key = keys.find(received.kid());
    if (key == null && received.kid() != null) {
      await(keys.lookAgain(pause));
      key = keys.find(received.kid());
    }
    if (key == null) {
      throw new RefusedException(Stage.KEY);
    }
    return received.verify(key);
  }

  private static void await(@Nullable CompletableFuture<?> underWay) {
    if (underWay == null) {
      return;
    }
    try {
      underWay.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException stillUnknown) {
      // Whoever asks finds what there is.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
