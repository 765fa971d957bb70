package dev.portcullis.metrics;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.TokenVerification;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Times every check of a token in {@code auth_verification_seconds}. */
public final class MeteredVerifier implements AccessTokenVerifier {

  private final AccessTokenVerifier verifier;
  private final Timer timer;

  public MeteredVerifier(AccessTokenVerifier verifier, PrometheusMetrics metrics) {
    this.verifier = verifier;
    this.timer = metrics.verification();
  }

  @Override
  public TokenVerification verify(String token) {
    long start = System.nanoTime();
    var verification = verifier.verify(token);
    timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    return verification;
  }
}
