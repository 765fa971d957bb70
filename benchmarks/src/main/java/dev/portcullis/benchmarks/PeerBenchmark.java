package dev.portcullis.benchmarks;

import com.nimbusds.jwt.JWTClaimsSet;
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

/**
 * The same tokens verified by Nimbus: type, issuer, audience and times checked, no revocation. It
 * does EdDSA only with another library beside it, so that is left out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PeerBenchmark {

  @Param({"HS256", "RS256", "ES256"})
  public JwsAlgorithm algorithm = JwsAlgorithm.HS256;

  private TokenNode node;
  private NimbusVerification nimbus;
  private String token;

  // JMH calls setUp() before anything else.
  @SuppressWarnings("NullAway.Init")
  public PeerBenchmark() {}

  @Setup
  public void setUp() throws Exception {
    node = new TokenNode(algorithm);
    token = node.tokens(1)[0];
    nimbus = new NimbusVerification(algorithm, node);
  }

  @TearDown
  public void tearDown() {
    node.close();
  }

  @Benchmark
  public JWTClaimsSet nimbus() throws Exception {
    return nimbus.verify(token);
  }
}
