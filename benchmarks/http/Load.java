import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * What protection costs over HTTP: the demo's same servlet, open, behind a token, and behind a session
 * cookie. Run it against the running demo, with nothing but a JDK:
 *
 * <pre>java benchmarks/http/Load.java [http://localhost:8080/demo [seconds a round [rounds [connections]]]]</pre>
 *
 * <p>The kinds take turns in short rounds, so that a busy machine disturbs each alike. Requests go over
 * plain sockets that stay open: the client must not cost more than what it measures. The CPU time of the
 * server process, where it can be seen, is the number that depends least on the machine's other work.
 */
class Load {

  private record Kind(String name, byte[] request) {}

  /** What one connection saw in one round: latencies in nanoseconds. */
  private record Sample(long[] latencies) {}

  private static final class Result {
    private final List<Long> latencies = new ArrayList<>();
    private double seconds;
    private Duration cpu = Duration.ZERO;
  }

  public static void main(String[] args) throws Exception {
    URI base = URI.create(args.length > 0 ? args[0] : "http://localhost:8080/demo");
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 4;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 6;
    int connections = args.length > 3 ? Integer.parseInt(args[3]) : 8;
    String password = password();
    var kinds =
        List.of(
            kind(base, "open", "/open/ping", ""),
            kind(base, "token", "/api/ping", "Authorization: Bearer " + token(base, password)),
            kind(base, "session", "/api/ping", "Cookie: " + cookie(base, password)));
    Optional<ProcessHandle> server = server();
    var results = new Result[kinds.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = new Result();
      round(base, kinds.get(i), connections, seconds, new Result(), server);
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < results.length; i++) {
        round(base, kinds.get(i), connections, seconds, results[i], server);
      }
    }
    print(kinds, results, server.isPresent());
  }

  private static void round(
      URI base,
      Kind kind,
      int connections,
      int seconds,
      Result result,
      Optional<ProcessHandle> server)
      throws Exception {
    var pool = Executors.newFixedThreadPool(connections);
    try {
      Duration before = cpu(server);
      long start = System.nanoTime();
      long end = start + Duration.ofSeconds(seconds).toNanos();
      Callable<Sample> task = () -> connection(base, kind, end);
      var futures = new ArrayList<Future<Sample>>();
      for (int i = 0; i < connections; i++) {
        futures.add(pool.submit(task));
      }
      for (Future<Sample> future : futures) {
        for (long latency : future.get().latencies()) {
          result.latencies.add(latency);
        }
      }
      result.seconds += (System.nanoTime() - start) / 1e9;
      result.cpu = result.cpu.plus(cpu(server).minus(before));
    } finally {
      pool.shutdownNow();
    }
  }

  private static Sample connection(URI base, Kind kind, long end) throws IOException {
    long[] latencies = new long[1 << 12];
    int count = 0;
    while (System.nanoTime() < end) {
      // The server closes a connection after some hundred requests.
      try (var socket = new Socket(base.getHost(), base.getPort())) {
        socket.setTcpNoDelay(true);
        var in = new BufferedInputStream(socket.getInputStream(), 16_384);
        var out = socket.getOutputStream();
        long now = System.nanoTime();
        boolean open = true;
        while (open && now < end) {
          out.write(kind.request());
          out.flush();
          open = expectOk(in, kind);
          long after = System.nanoTime();
          if (count == latencies.length) {
            latencies = Arrays.copyOf(latencies, count * 2);
          }
          latencies[count++] = after - now;
          now = after;
        }
      }
    }
    return new Sample(Arrays.copyOf(latencies, count));
  }

  /** Whether the connection stays open. */
  private static boolean expectOk(InputStream in, Kind kind) throws IOException {
    String status = line(in);
    int length = -1;
    boolean open = true;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).trim());
      }
      open &= !header.equalsIgnoreCase("connection: close");
    }
    if (!status.contains(" 200") || length < 0) {
      throw new IOException(kind.name() + ": " + status + ", length " + length);
    }
    in.skipNBytes(length);
    return open;
  }

  private static String line(InputStream in) throws IOException {
    var text = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("The server closed the connection");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  private static Kind kind(URI base, String name, String path, String header) {
    String request =
        "GET " + base.getPath() + path + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n"
            + (header.isEmpty() ? "" : header + "\r\n") + "\r\n";
    return new Kind(name, request.getBytes(StandardCharsets.US_ASCII));
  }

  private static void print(List<Kind> kinds, Result[] results, boolean cpuKnown) {
    System.out.printf(
        "%-8s %10s %9s %9s %9s %12s %14s%n",
        "", "requests/s", "p50 us", "p99 us", "ratio", "CPU us each", "added CPU us");
    double open = rate(results[0]);
    for (int i = 0; i < results.length; i++) {
      long[] sorted = results[i].latencies.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf(
          "%-8s %10.0f %9.0f %9.0f %9.2f %12s %14s%n",
          kinds.get(i).name(),
          rate(results[i]),
          sorted[sorted.length / 2] / 1e3,
          sorted[(int) (sorted.length * 0.99)] / 1e3,
          rate(results[i]) / open,
          cpuKnown ? "%.0f".formatted(cpuEach(results[i])) : "unknown",
          cpuKnown ? "%.0f".formatted(cpuEach(results[i]) - cpuEach(results[0])) : "unknown");
    }
  }

  private static double rate(Result result) {
    return result.latencies.size() / result.seconds;
  }

  private static double cpuEach(Result result) {
    return result.cpu.toNanos() / 1e3 / result.latencies.size();
  }

  private static Duration cpu(Optional<ProcessHandle> server) {
    return server.flatMap(s -> s.info().totalCpuDuration()).orElse(Duration.ZERO);
  }

  /** The server that the demo started, if it runs on this machine and is the only one. */
  private static Optional<ProcessHandle> server() {
    var servers =
        ProcessHandle.allProcesses()
            .filter(
                p ->
                    p.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch("--prebootcommandfile"::equals))
            .toList();
    return servers.size() == 1 ? Optional.of(servers.get(0)) : Optional.empty();
  }

  private static String password() throws IOException {
    var secrets = new Properties();
    try (var in = Files.newBufferedReader(Path.of("data", "demo-secrets.properties"))) {
      secrets.load(in);
    }
    return secrets.getProperty("DEMO_PASSWORD_ALICE");
  }

  private static String token(URI base, String password) throws Exception {
    String body = login(base, password, false).body();
    var matcher = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"").matcher(body);
    if (!matcher.find()) {
      throw new IOException("No token: " + body);
    }
    return matcher.group(1);
  }

  private static String cookie(URI base, String password) throws Exception {
    return login(base, password, true).headers().allValues("Set-Cookie").stream()
        .map(c -> c.split(";", 2)[0])
        .filter(c -> !c.endsWith("="))
        .reduce((a, b) -> a + "; " + b)
        .orElseThrow(() -> new IOException("No cookie"));
  }

  private static HttpResponse<String> login(URI base, String password, boolean session)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base + "/auth/login"))
            .header("Content-Type", "application/json")
            .header("Origin", base.getScheme() + "://" + base.getAuthority())
            .POST(
                BodyPublishers.ofString(
                    "{\"username\":\"alice\",\"password\":\"%s\"%s}"
                        .formatted(password, session ? ",\"session\":true" : "")))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
