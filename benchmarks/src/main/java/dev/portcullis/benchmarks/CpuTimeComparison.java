package dev.portcullis.benchmarks;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.config.CryptoProvider;
import dev.portcullis.config.JwsAlgorithm;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * The comparisons of the JMH benchmarks in CPU time of the thread, taken in turns and told as
 * ratios: for a machine that others use too, where the time on the wall says little.
 */
public final class CpuTimeComparison {

  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 9;
  private static final long ROUND_NANOS = 100_000_000;
  private static final int TOKENS = 256;

  private CpuTimeComparison() {}

  public static void main(String[] arguments) throws Exception {
    // On a busy machine the compiler is not done within the first algorithm's own warm-up.
    warmUp(JwsAlgorithm.HS256);
    for (var algorithm : JwsAlgorithm.values()) {
      compare(algorithm);
    }
  }

  private static void warmUp(JwsAlgorithm algorithm) throws Exception {
    try (var node = new TokenNode(algorithm)) {
      var bodies = bodies(algorithm, node, node);
      for (int round = 0; round < 10 * WARM_UP_ROUNDS; round++) {
        for (var body : bodies.values()) {
          double unused = nanosPerCall(body);
        }
      }
    }
  }

  private static void compare(JwsAlgorithm algorithm) throws Exception {
    try (var node = new TokenNode(algorithm);
        var corretto = new TokenNode(algorithm, CryptoProvider.CORRETTO)) {
      var medians = new LinkedHashMap<String, Double>();
      var samples = new LinkedHashMap<String, List<Double>>();
      var bodies = bodies(algorithm, node, corretto);
      for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
        for (var body : bodies.entrySet()) {
          double nanos = nanosPerCall(body.getValue());
          if (round >= WARM_UP_ROUNDS) {
            samples.computeIfAbsent(body.getKey(), name -> new ArrayList<>()).add(nanos);
          }
        }
      }
      samples.forEach((name, nanos) -> medians.put(name, median(nanos)));
      double raw = medians.getOrDefault("raw", 1.0);
      medians.forEach(
          (name, nanos) ->
              System.out.printf(
                  "%-6s %-18s %12.0f ns %8.3f x raw %10d bytes%n",
                  algorithm.wireName(), name, nanos, nanos / raw, allocated(bodies, name)));
    }
  }

  private static Map<String, Callable<?>> bodies(
      JwsAlgorithm algorithm, TokenNode node, TokenNode corretto) throws Exception {
    var tokens = node.tokens(TOKENS);
    var raw = new RawVerification(algorithm, node, tokens[0]);
    var warm = node.newVerifier();
    var bodies = new LinkedHashMap<String, Callable<?>>();
    bodies.put("raw", raw::verify);
    bodies.put("warm", () -> warm.verify(tokens[0]));
    bodies.put("cold", new Cold(node, tokens));
    if (!algorithm.isSymmetric()) {
      bodies.put("cold with corretto", new Cold(corretto, corretto.tokens(TOKENS)));
    }
    if (List.of(JwsAlgorithm.HS256, JwsAlgorithm.RS256, JwsAlgorithm.ES256).contains(algorithm)) {
      var nimbus = new NimbusVerification(algorithm, node);
      bodies.put("nimbus", () -> nimbus.verify(tokens[0]));
    }
    return bodies;
  }

  /** Shows each verifier every token once. */
  private static final class Cold implements Callable<Object> {
    private final TokenNode node;
    private final String[] tokens;
    private AccessTokenVerifier verifier;
    private int next;

    Cold(TokenNode node, String[] tokens) {
      this.node = node;
      this.tokens = tokens;
      this.verifier = node.newVerifier();
    }

    @Override
    public Object call() {
      if (next == tokens.length) {
        next = 0;
        verifier = node.newVerifier();
      }
      return verifier.verify(tokens[next++]);
    }
  }

  /** The least of several rounds, since compilation allocates as well. */
  private static long allocated(Map<String, Callable<?>> bodies, String name) {
    var body = Objects.requireNonNull(bodies.get(name));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    try {
      for (int round = 0; round < 5; round++) {
        long begin = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TOKENS; i++) {
          if (body.call() == null) {
            throw new IllegalStateException("Every body gives something");
          }
        }
        least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - begin) / TOKENS);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return least;
  }

  private static double nanosPerCall(Callable<?> body) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    long now = begin;
    int calls = 0;
    while (now - begin < ROUND_NANOS) {
      for (int i = 0; i < 20; i++) {
        if (body.call() == null) {
          throw new IllegalStateException("Every body gives something");
        }
      }
      calls += 20;
      now = threads.getCurrentThreadCpuTime();
    }
    return (double) (now - begin) / calls;
  }

  private static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
