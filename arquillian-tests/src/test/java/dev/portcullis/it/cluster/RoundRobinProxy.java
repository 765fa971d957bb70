package dev.portcullis.it.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for the reverse proxy of an operator: each request goes to the next node, no node is
 * preferred for anything. A node that refuses the connection is skipped; a request that was begun
 * is not sent again, the client gets 502.
 */
final class RoundRobinProxy implements AutoCloseable {

  /** Tells the tests which node answered. */
  static final String NODE = "X-Test-Node";

  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "transfer-encoding",
          "content-length",
          "upgrade",
          "te",
          "host",
          "http2-settings",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-proto");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger turn = new AtomicInteger();
  private final List<Integer> ports;

  private final Set<Integer> leftOut = ConcurrentHashMap.newKeySet();

  RoundRobinProxy(List<Integer> ports) throws IOException {
    this.ports = ports;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::pass);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** As a health check has it: from its start until it is healthy a node gets no requests. */
  void leaveOut(int nodePort) {
    leftOut.add(nodePort);
  }

  void takeIn(int nodePort) {
    leftOut.remove(nodePort);
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      int node = Math.floorMod(turn.getAndIncrement(), ports.size());
      for (int i = 0; i < ports.size(); i++) {
        if (leftOut.contains(ports.get(node))) {
          node = (node + 1) % ports.size();
          continue;
        }
        try {
          answer(
              exchange,
              node,
              client.send(request(exchange, node, body), BodyHandlers.ofByteArray()));
          return;
        } catch (ConnectException refused) {
          node = (node + 1) % ports.size();
        } catch (IOException broken) {
          break;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
      }
      exchange.sendResponseHeaders(502, -1);
    }
  }

  private HttpRequest request(HttpExchange exchange, int node, byte[] body) {
    var target = URI.create("http://localhost:" + ports.get(node) + exchange.getRequestURI());
    var request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(60))
            .method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request
        .header("X-Forwarded-For", exchange.getRemoteAddress().getAddress().getHostAddress())
        .header("X-Forwarded-Proto", "http")
        .build();
  }

  private static void answer(HttpExchange exchange, int node, HttpResponse<byte[]> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    exchange.getResponseHeaders().set(NODE, "" + node);
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
