package dev.portcullis.it.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * One client of the application: a browser without scripts, or a program. Keeps cookies, follows no
 * redirects, sends what it is told.
 */
public final class TestClient {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = new JsonMapper();

  private final URI base;
  private final Map<String, String> cookies = new TreeMap<>();
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param base the application's address, with its context path and without a trailing slash
   */
  public TestClient(URI base) {
    this.base = base;
  }

  /** Sends the header with every request from now on. */
  public TestClient with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public TestClient withToken(String accessToken) {
    return with("Authorization", "Bearer " + accessToken);
  }

  /** Says that it would rather have HTML, as browsers do. */
  public TestClient likeBrowser() {
    return with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  }

  public Map<String, String> cookies() {
    return cookies;
  }

  public String origin() {
    return base.getScheme() + "://" + base.getAuthority();
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer delete(String path) {
    return send(request(path).header("Content-Type", "application/json").DELETE());
  }

  /** Without a body. */
  public Answer post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  public Answer postJson(String path, Map<String, ?> body) {
    return post(path, "application/json", JSON.writeValueAsString(body));
  }

  public Answer postForm(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&"));
    return post(path, "application/x-www-form-urlencoded", body);
  }

  public Answer post(String path, String contentType, String body) {
    return method("POST", path, contentType, body);
  }

  public Answer method(String method, String path, String contentType, String body) {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body)));
  }

  /** Logs in for tokens. */
  public Answer login(String username, String password) {
    return postJson("/auth/login", Map.of("username", username, "password", password));
  }

  /** Logs in for a session cookie, as a page with scripts would. */
  public Answer loginForSession(String username, String password) {
    return postJson(
        "/auth/login", Map.of("username", username, "password", password, "session", true));
  }

  private HttpRequest.Builder request(String path) {
    var builder = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    if (!headers.containsKey("Origin")) {
      builder.header("Origin", origin());
    }
    headers.forEach(builder::header);
    if (!cookies.isEmpty()) {
      builder.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining("; ")));
    }
    return builder;
  }

  private Answer send(HttpRequest.Builder builder) {
    try {
      var response = HTTP.send(builder.build(), BodyHandlers.ofString());
      response.headers().allValues("Set-Cookie").forEach(this::keep);
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new AssertionError("No answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void keep(String setCookie) {
    String pair = setCookie.split(";", 2)[0];
    String name = pair.substring(0, pair.indexOf('=')).trim();
    String value = pair.substring(pair.indexOf('=') + 1).trim();
    if (value.isEmpty() || setCookie.toLowerCase(java.util.Locale.ROOT).contains("max-age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, value);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
