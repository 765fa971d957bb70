package dev.portcullis.benchmarks;

import dev.portcullis.TokenGrant;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.postgresql.ds.PGPoolingDataSource;

/**
 * Tokens issued and refreshed on a PostgreSQL that waits for the disk, in turns with pgbench, which
 * sends the same statements without anything around them. The argument is the path of pgbench.
 */
public final class PgbenchComparison {

  private static final int SECONDS = Integer.getInteger("seconds", 6);
  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final String GROUP = "group";
  private static final int GROUP_SIZE = 32;
  private static final int[] CONNECTIONS = {1, 8, 32};
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private final EmbeddedPostgres server;
  private final IssueAndRefresh node;
  private final String pgbench;

  private PgbenchComparison(EmbeddedPostgres server, IssueAndRefresh node, String pgbench) {
    this.server = server;
    this.node = node;
    this.pgbench = pgbench;
  }

  public static void main(String[] arguments) throws Exception {
    try (var server = start();
        var node = new IssueAndRefresh(pool(server.getPort()))) {
      var comparison = new PgbenchComparison(server, node, arguments[0]);
      comparison.warmUp();
      for (int connections : CONNECTIONS) {
        comparison.compare("issue", connections);
        comparison.compare("refresh", connections);
      }
      comparison.group();
    }
  }

  /** As it comes, except for the log of statements: every commit waits for the disk. */
  private static EmbeddedPostgres start() throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(0)
        .setServerConfig("max_connections", "100")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("logging_collector", "on")
        .setServerConfig("log_statement", System.getProperty("statements", "none"))
        .start();
  }

  @SuppressWarnings("deprecation") // a pool is all that is wanted here
  private static PGPoolingDataSource pool(int port) {
    var pool = new PGPoolingDataSource();
    pool.setServerNames(new String[] {"localhost"});
    pool.setPortNumbers(new int[] {port});
    pool.setDatabaseName("postgres");
    pool.setUser("postgres");
    pool.setPassword("postgres");
    pool.setMaxConnections(40);
    return pool;
  }

  private void warmUp() throws Exception {
    double unused = rate(8, this::issuing);
    unused = rate(8, this::refreshing);
  }

  private Callable<?> issuing() {
    return node::issue;
  }

  private Callable<?> refreshing() {
    var grant = new TokenGrant[] {node.issue()};
    return () -> grant[0] = node.refresh(grant[0]);
  }

  private void compare(String what, int connections) throws Exception {
    var ours = new ArrayList<Double>();
    var theirs = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      ours.add(rate(connections, what.equals("issue") ? this::issuing : this::refreshing));
      theirs.add(pgbench(what + ".sql", connections));
    }
    ours.sort(null);
    theirs.sort(null);
    double median = ours.get(ROUNDS / 2);
    System.out.printf(
        "%-8s %2d connections: %6.0f a second, pgbench %6.0f, ratio %.2f%n",
        what, connections, median, theirs.get(ROUNDS / 2), median / theirs.get(ROUNDS / 2));
  }

  /** What writing 32 of them in one commit would give at best. */
  private void group() throws Exception {
    double one = pgbench("issue.sql", 32);
    double group = GROUP_SIZE * pgbench(GROUP, 1);
    System.out.printf(
        "issue by pgbench: 32 connections %6.0f a second, 32 a commit on one connection %6.0f%n",
        one, group);
  }

  private double rate(int threads, Callable<Callable<?>> newWork) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      long end = System.nanoTime() + SECONDS * 1_000_000_000L;
      var counts = new ArrayList<Future<Integer>>();
      for (int i = 0; i < threads; i++) {
        counts.add(
            pool.submit(
                () -> {
                  var work = newWork.call();
                  int count = 0;
                  while (System.nanoTime() < end) {
                    if (work.call() != null) {
                      count++;
                    }
                  }
                  return count;
                }));
      }
      int sum = 0;
      for (var count : counts) {
        sum += count.get();
      }
      return sum / (double) SECONDS;
    } finally {
      pool.shutdownNow();
    }
  }

  private double pgbench(String script, int connections) throws IOException, InterruptedException {
    var file = Files.createTempFile("pgbench", ".sql");
    Files.writeString(file, text(script));
    var output = Files.createTempFile("pgbench", ".txt");
    var builder = new ProcessBuilder(command(file, connections));
    builder.environment().put("PGPASSWORD", "postgres");
    var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    int code = process.waitFor();
    var text = Files.readString(output, StandardCharsets.UTF_8);
    var rate = RATE.matcher(text);
    if (code != 0 || !rate.find()) {
      throw new IOException("pgbench ended with " + code + ": " + text);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static String text(String script) throws IOException {
    try (var in =
        Objects.requireNonNull(
            PgbenchComparison.class.getResourceAsStream(
                script.equals(GROUP) ? "issue.sql" : script))) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!script.equals(GROUP)) {
        return text;
      }
      var one = text.replace("BEGIN;\n", "").replace("COMMIT;\n", "");
      return "BEGIN;\n" + one.repeat(GROUP_SIZE) + "COMMIT;\n";
    }
  }

  private List<String> command(Path script, int connections) {
    return List.of(
        pgbench,
        "-n",
        "-M",
        "prepared",
        "-c",
        String.valueOf(connections),
        "-j",
        "1",
        "-D",
        "i=0",
        "-T",
        String.valueOf(SECONDS),
        "-f",
        script.toString(),
        "-h",
        "localhost",
        "-p",
        String.valueOf(server.getPort()),
        "-U",
        "postgres",
        "postgres");
  }
}
