package dev.portcullis.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.TokenVerification;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.issuer.ForeignIssuers;
import dev.portcullis.jose.SignatureProvider;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards the speed of verification: ratios of CPU time within one run, of which the best of several
 * counts, and bytes, which are the same on every machine. Never times: a busy machine proves
 * nothing.
 */
@Tag("alone")
class SpeedGuardTest {

  private static final int ROUNDS = 12;
  private static final long ROUND_NANOS = 15_000_000;

  /** The bounds are about twice what docs/performance.md has. */
  @ParameterizedTest
  @CsvSource({"HS256, 8000", "RS256, 5000", "ES256, 3500", "EDDSA, 3500"})
  void aTokenSeenBeforeAllocatesLittle(JwsAlgorithm algorithm, long bound) throws Exception {
    try (var node = new TokenFixture(TestSettings.of(algorithm))) {
      var token = token(node);
      Callable<?> verify = () -> node.verifier.verify(token);
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        least = Math.min(least, allocated(verify));
      }
      assertThat(least).isLessThan(bound);
    }
  }

  /** Looking a signature up must not come near to checking it. */
  @ParameterizedTest
  @CsvSource({"RS256, 0.01", "ES256, 0.05", "EDDSA, 0.08"})
  void aTokenSeenBeforeIsNotVerifiedAnew(JwsAlgorithm algorithm, double bound) throws Exception {
    try (var node = new TokenFixture(TestSettings.of(algorithm))) {
      var token = token(node);
      var verifier = node.verifier;
      assertThat(verifier.verify(token)).isInstanceOf(TokenVerification.Valid.class);
      var signer = node.keys.signer();
      var message = token.getBytes(StandardCharsets.US_ASCII);
      // By curves signing is no slower than verifying; by RSA it takes some thirty times as long.
      assertThat(ratio(() -> verifier.verify(token), () -> signer.sign(message))).isLessThan(bound);
    }
  }

  /** Every check and the parsing around it, beside the bare HMAC over the same bytes. */
  @Test
  void aSecretsTokenCostsAFewTimesItsHmac() throws Exception {
    try (var node = new TokenFixture()) {
      var token = token(node);
      var mac = mac(node);
      var signed = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
      assertThat(ratio(() -> node.verifier.verify(token), () -> mac.doFinal(signed)))
          .isLessThan(12);
    }
  }

  /** Other issuers cost a token of ours a look at its key's id, no digest and no cache. */
  @Test
  void otherIssuersCostASecretsTokenNextToNothing() throws Exception {
    try (var node = new TokenFixture()) {
      var token = token(node);
      var settings =
          dev.portcullis.testing.TestSettings.of(
              """
              auth:
                encryption_key: ${AUTH_ENCRYPTION_KEY}
                providers:
                  local: {enabled: true}
                  jwt:
                    issuer: test
                    audience: test
                    issuers:
                      - {issuer: other, name: other, key_id: k, algorithms: [HS256], audience: a,
                         secret: "Vq7rJw2mZx9Lk4Tn8Hc5Gd1Fs6Bp3Ye0"}
              """);
      var issuers =
          ForeignIssuers.of(
              settings.issuers(),
              "auth-admin",
              SignatureProvider.JDK,
              address -> {
                throw new AssertionError(address);
              },
              node.clock,
              Runnable::run,
              (name, good) -> {});
      var beside =
          new StrictAccessTokenVerifier(
              node.settings,
              node.keys,
              issuers,
              node.revocations::check,
              new PrincipalNames(node.database, node.accounts),
              node.clock);
      assertThat(beside.verify(token)).isInstanceOf(TokenVerification.Valid.class);
      long alone = Long.MAX_VALUE;
      long with = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        alone = Math.min(alone, allocated(() -> node.verifier.verify(token)));
        with = Math.min(with, allocated(() -> beside.verify(token)));
      }
      // The text of its header; a digest of the token would be its length and more.
      assertThat(with - alone).isBetween(-300L, 300L);
    }
  }

  private static String token(TokenFixture node) {
    return node.logIn(node.newAccount("anna")).accessToken().reveal();
  }

  private static Mac mac(TokenFixture node) throws Exception {
    var secret = List.of(node.settings.secret()).get(0).revealUtf8();
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return mac;
  }

  /** The least of several, each side after the other. */
  private static double ratio(Callable<?> one, Callable<?> other) throws Exception {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      best = Math.min(best, nanos(one) / nanos(other));
    }
    return best;
  }

  private static double nanos(Callable<?> work) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    int calls = 0;
    long spent;
    do {
      for (int i = 0; i < 10; i++) {
        if (work.call() == null) {
          throw new IllegalStateException();
        }
      }
      calls += 10;
      spent = threads.getCurrentThreadCpuTime() - begin;
    } while (spent < ROUND_NANOS);
    return (double) spent / calls;
  }

  private static long allocated(Callable<?> work) throws Exception {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int calls = 2_000;
    long begin = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      if (work.call() == null) {
        throw new IllegalStateException();
      }
    }
    return (threads.getCurrentThreadAllocatedBytes() - begin) / calls;
  }
}
