package dev.portcullis.token;

import dev.portcullis.Confidential;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.KeySettings;
import java.time.Duration;

/** Settings of our tokens for tests; every method gives a copy with one thing changed. */
record TestSettings(
    JwsAlgorithm algorithm, Duration expiration, Duration grace, boolean minimal, boolean store) {

  static final String SECRET = "the secret of the tests, which is 64 characters of ASCII, or so..";
  static final Duration REFRESH = Duration.ofDays(7);
  static final Duration SKEW = Duration.ofSeconds(30);

  static TestSettings of(JwsAlgorithm algorithm) {
    return new TestSettings(algorithm, Duration.ofMinutes(15), Duration.ZERO, false, false);
  }

  TestSettings expiration(Duration changed) {
    return new TestSettings(algorithm, changed, grace, minimal, store);
  }

  TestSettings grace(Duration changed) {
    return new TestSettings(algorithm, expiration, changed, minimal, store);
  }

  TestSettings minimalClaims() {
    return new TestSettings(algorithm, expiration, grace, true, store);
  }

  TestSettings storeTokens() {
    return new TestSettings(algorithm, expiration, grace, minimal, true);
  }

  JwtSettings settings() {
    return new JwtSettings(
        true,
        algorithm,
        algorithm.isSymmetric() ? Confidential.of(SECRET) : null,
        KeySettings.DEFAULTS,
        "https://issuer.example",
        "https://app.example",
        expiration,
        REFRESH,
        grace,
        SKEW,
        minimal,
        store);
  }
}
