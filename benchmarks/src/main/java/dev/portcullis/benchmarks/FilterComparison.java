package dev.portcullis.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.jose.HmacKey;
import dev.portcullis.jose.Jws;
import dev.portcullis.web.FilterApplication;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.pac4j.core.config.Config;
import org.pac4j.http.client.direct.HeaderClient;
import org.pac4j.jee.filter.SecurityFilter;
import org.pac4j.jwt.config.signature.SecretSignatureConfiguration;
import org.pac4j.jwt.credentials.authenticator.JwtAuthenticator;

/**
 * The same servlet in one Tomcat three times: bare, behind Portcullis, and behind pac4j's own
 * filter, asked with the same HS256 token. Told in CPU time of the server's threads, in turns.
 */
public final class FilterComparison {

  private static final String SECRET =
      "a secret of the benchmark, which is longer than it has to be";
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 11;
  private static final int REQUESTS = 6_000;
  private static final List<String> KINDS = List.of("bare", "portcullis", "pac4j");
  private static final String SETTINGS =
      """
      auth:
        door: filter
        protect: [{path: "/*", roles: [clerk], accept: [bearer]}]
        providers:
          local: {enabled: false}
          jwt:
            issuers:
              - {issuer: me, name: me, secret: "%s", key_id: k, algorithms: [HS256], audience: app,
                 role_claim: roles}
      """
          .formatted(SECRET);

  private FilterComparison() {}

  public static void main(String[] arguments) throws Exception {
    var tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
    for (var kind : KINDS) {
      application(tomcat, kind);
    }
    tomcat.start();
    try {
      int port = tomcat.getConnector().getLocalPort();
      requireRefusal(port, "portcullis");
      requireRefusal(port, "pac4j");
      compare(port, token());
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private static void application(Tomcat tomcat, String kind) throws IOException {
    var root = Files.createTempDirectory("app").toString();
    var context = tomcat.addContext("/" + kind, root);
    Tomcat.addServlet(context, "hello", new Hello()).setAsyncSupported(true);
    context.addServletMappingDecoded("/hello", "hello");
    if (kind.equals("portcullis")) {
      context.addServletContainerInitializer(FilterApplication.of(SETTINGS), null);
    } else if (kind.equals("pac4j")) {
      var authenticator = new JwtAuthenticator(new SecretSignatureConfiguration(SECRET));
      var client = new HeaderClient("Authorization", "Bearer ", authenticator);
      add(context, new SecurityFilter(new Config(client), "HeaderClient", "none"));
    }
  }

  private static void add(Context context, Filter filter) {
    var definition = new FilterDef();
    definition.setFilterName("peer");
    definition.setFilter(filter);
    definition.setAsyncSupported("true");
    context.addFilterDef(definition);
    var mapping = new FilterMap();
    mapping.setFilterName("peer");
    mapping.addURLPattern("/*");
    context.addFilterMap(mapping);
  }

  private static String token() throws Exception {
    long now = Instant.now().getEpochSecond();
    var claims =
        "{\"iss\":\"me\",\"aud\":\"app\",\"sub\":\"u1\",\"jti\":\"00112233445566778899aabbccddeeff\","
            + "\"iat\":%d,\"exp\":%d,\"roles\":[\"clerk\"]}";
    var key = HmacKey.of("k", JwsAlgorithm.HS256, SECRET.getBytes(UTF_8));
    return Jws.sign(key, "at+jwt", claims.formatted(now, now + 3600).getBytes(UTF_8));
  }

  /** A filter that lets everybody pass would be fast. */
  private static void requireRefusal(int port, String kind) throws IOException {
    try {
      double unused = microsPerRequest(port, kind, "none.such.token");
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains(" 401")) {
        return;
      }
      throw e;
    }
    throw new IllegalStateException(kind + " lets everybody pass");
  }

  private static void compare(int port, String token) throws IOException {
    var samples = new LinkedHashMap<String, List<Double>>();
    for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      for (var kind : KINDS) {
        double micros = microsPerRequest(port, kind, token);
        if (round >= WARM_UP_ROUNDS) {
          samples.computeIfAbsent(kind, name -> new ArrayList<>()).add(micros);
        }
      }
    }
    // Whatever else the machine does only adds: the least says most, the median how much it did.
    double bare = Collections.min(samples.getOrDefault("bare", List.of(1.0)));
    samples.forEach(
        (kind, all) -> {
          double least = Collections.min(all);
          System.out.printf(
              "%-10s %6.1f us CPU of the server a request, %5.1f added, %4.2f x bare; median %6.1f%n",
              kind, least, least - bare, least / bare, median(all));
        });
  }

  private static double microsPerRequest(int port, String kind, String token) throws IOException {
    var request =
        "GET /%s/hello HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(kind, token)
            .getBytes(ISO_8859_1);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      long begin = serverCpu();
      for (int i = 0; i < REQUESTS; i++) {
        socket.getOutputStream().write(request);
        readAnswer(in);
      }
      return (serverCpu() - begin) / 1000.0 / REQUESTS;
    }
  }

  /** Of a length that its header says; anything but 200 is a fault of the benchmark. */
  private static void readAnswer(InputStream in) throws IOException {
    var status = line(in);
    if (!status.contains(" 200")) {
      throw new IOException(status);
    }
    int length = 0;
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The server hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static long serverCpu() {
    var threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (var thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("http-nio")) {
        sum += Math.max(0, threads.getThreadCpuTime(thread.getId()));
      }
    }
    return sum;
  }

  private static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  private static final class Hello extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      var body = "hello".getBytes(UTF_8);
      response.setContentType("text/plain");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }
}
