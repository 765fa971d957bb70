package dev.portcullis.it.cluster;

import dev.portcullis.it.FirstAdministrator;
import dev.portcullis.it.TestApplication;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.it.server.DatabaseGate;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.testing.Databases;
import dev.portcullis.testing.FreshDatabase;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Two nodes on one PostgreSQL behind a proxy that prefers neither. The second node's clock is half
 * a minute off.
 */
final class Cluster implements AutoCloseable {

  static final String CONTEXT = "demo";

  /** As far as {@code jwt.clock_skew} tolerates by default, seconds. */
  static final int CLOCK_OFFSET = 30;

  /** What docs/cluster.md tells operators to set, seconds. */
  private static final String DRIVER_LIMITS = "connectTimeout=5&loginTimeout=5&socketTimeout=10";

  private final FreshDatabase database;
  private final DatabaseGate gate;
  private final RoundRobinProxy proxy;
  private final List<ClusterNode> nodes = new ArrayList<>();

  private Cluster() throws IOException {
    database = Databases.POSTGRESQL.fresh();
    var address = URI.create(database.url().substring("jdbc:".length()));
    gate = new DatabaseGate(address.getPort());
    var application = TestApplication.war(CONTEXT, "cluster-auth.yaml");
    var ports = new ArrayList<Integer>();
    var properties = new ArrayList<>(RunningServer.systemProperties("module"));
    for (String name : List.of("a", "b")) {
      String url =
          "jdbc:postgresql://localhost:%d%s?ApplicationName=node-%s&%s"
              .formatted(gate.port(), address.getPath(), name, DRIVER_LIMITS);
      var node = new ClusterNode(name, application, url, properties);
      nodes.add(node);
      ports.add(node.port());
    }
    proxy = new RoundRobinProxy(ports);
    properties.add("-Dauth.public_url=" + base());
  }

  /** Starts it, both nodes at a time: they race for the schema and for the first keys. */
  static Cluster start() throws IOException {
    var cluster = new Cluster();
    try {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> cluster.first().start(0)),
              CompletableFuture.runAsync(() -> cluster.second().start(CLOCK_OFFSET)))
          .join();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  ClusterNode first() {
    return nodes.get(0);
  }

  /** The one whose clock is off. */
  ClusterNode second() {
    return nodes.get(1);
  }

  List<ClusterNode> nodes() {
    return nodes;
  }

  ClusterNode other(ClusterNode node) {
    return node == first() ? second() : first();
  }

  /** Starts a node that was killed; the proxy leaves it out until it serves. */
  void restart(ClusterNode node, int clockOffset) {
    proxy.leaveOut(node.port());
    node.start(clockOffset);
    proxy.takeIn(node.port());
  }

  /** Restarts the second node if its clock is another one. */
  void requireClock(int offset) {
    if (second().clockOffset() != offset) {
      second().close();
      restart(second(), offset);
    }
  }

  DatabaseGate gate() {
    return gate;
  }

  /** The application as users know it. */
  URI base() {
    return URI.create("http://localhost:" + proxy.port() + "/" + CONTEXT);
  }

  /** A client that has nothing yet, behind the proxy. */
  TestClient client() {
    return new TestClient(base());
  }

  /** A client of one node. */
  TestClient at(ClusterNode node) {
    return new TestClient(node.base()).with("Origin", client().origin());
  }

  /** The same client, at that node. */
  TestClient at(ClusterNode node, TestClient client) {
    TestClient there = at(node);
    there.cookies().putAll(client.cookies());
    return there;
  }

  /** Makes an account with the tests' password. */
  void account(String username) {
    account(Map.of("operation", "create", "username", username));
  }

  void account(Map<String, String> change) {
    Answer answer = at(first()).postForm("/probe-accounts", change);
    if (answer.status() != 200) {
      throw new AssertionError(change + ": " + answer);
    }
  }

  /** Logs in for tokens, through the proxy. */
  Answer tokens(String username) {
    Answer answer = client().login(username, TestUsers.PASSWORD);
    if (answer.status() != 200) {
      throw new AssertionError(username + ": " + answer);
    }
    return answer;
  }

  /** A program of the administrator. */
  TestClient administrator() {
    return client().withToken(administratorsToken());
  }

  /** An access token of the administrator, who is made with the link of one of the logs. */
  String administratorsToken() {
    if (client().login("root", TestApplication.ROOT).status() != 200) {
      nodes.forEach(this::setUpAdministrator);
    }
    Answer tokens = client().login("root", TestApplication.ROOT);
    if (tokens.status() != 200) {
      throw new AssertionError("No administrator: " + tokens);
    }
    return tokens.text("access_token");
  }

  /** Only the newest link is good, whichever node wrote it. */
  private void setUpAdministrator(ClusterNode node) {
    if (node.log().contains("/auth/setup?link=")) {
      String link = FirstAdministrator.link(node.log());
      if (client().likeBrowser().get("/auth/setup?link=" + link).status() == 200) {
        FirstAdministrator.setUp(base(), link);
      }
    }
  }

  static Answer refresh(TestClient client, String refreshToken) {
    return client.postJson("/auth/token/refresh", Map.of("refresh_token", refreshToken));
  }

  /** One number from the database, past the gate. */
  long count(String sql) {
    try (var connection = database.getConnection();
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    nodes.forEach(ClusterNode::close);
    proxy.close();
    gate.close();
    try {
      database.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
