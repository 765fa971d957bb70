package dev.portcullis.benchmarks;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.TokenVerification;
import dev.portcullis.config.JwsAlgorithm;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One access token verified, every check on, beside the bare primitive over the same bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class VerificationBenchmark {

  /** More than the benchmark verifies before it takes a new verifier, so each is seen once. */
  private static final int TOKENS = 256;

  @Param public JwsAlgorithm algorithm = JwsAlgorithm.HS256;

  private TokenNode node;
  private RawVerification raw;
  private AccessTokenVerifier warm;
  private AccessTokenVerifier cold;
  private String[] tokens;
  private int next;

  // JMH calls setUp() before anything else.
  @SuppressWarnings("NullAway.Init")
  public VerificationBenchmark() {}

  @Setup
  public void setUp() throws Exception {
    node = new TokenNode(algorithm);
    tokens = node.tokens(TOKENS);
    raw = new RawVerification(algorithm, node, tokens[0]);
    warm = node.newVerifier();
    cold = node.newVerifier();
    if (!(warm.verify(tokens[0]) instanceof TokenVerification.Valid) || !raw.verify()) {
      throw new IllegalStateException("The token must be good");
    }
  }

  @TearDown
  public void tearDown() {
    node.close();
  }

  /** The primitive: what no verifier can do without. */
  @Benchmark
  public boolean raw() throws Exception {
    return raw.verify();
  }

  /** A token that was seen before. */
  @Benchmark
  public TokenVerification warm() {
    return warm.verify(tokens[0]);
  }

  /** A token that was never seen. */
  @Benchmark
  public TokenVerification cold() {
    if (next == TOKENS) {
      next = 0;
      cold = node.newVerifier();
    }
    return cold.verify(tokens[next++]);
  }
}
