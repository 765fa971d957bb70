package dev.portcullis.it.client;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One browser before all applications of one host: it sends each cookie where its path says. */
public final class HostClient {

  private static final JsonMapper JSON = new JsonMapper();

  private final CookieManager cookies = new CookieManager();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();
  private final URI host;

  /**
   * @param host scheme, name and port
   */
  public HostClient(URI host) {
    this.host = host;
  }

  public List<HttpCookie> cookies() {
    return cookies.getCookieStore().getCookies();
  }

  /** A cookie that an application of the host, or whoever sits at the browser, puts there. */
  public void put(String name, String value) {
    var cookie = new HttpCookie(name, value);
    cookie.setPath("/");
    cookie.setVersion(0);
    cookies.getCookieStore().add(host, cookie);
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  /** Logs in with a session cookie. */
  public Answer login(String context, String username, String password) {
    return post(
        context + "/auth/login",
        Map.of("username", username, "password", password, "session", true));
  }

  public Answer logout(String context) {
    return post(context + "/auth/logout", Map.of());
  }

  private Answer post(String path, Map<String, ?> body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(host.resolve(path))
        .timeout(Duration.ofSeconds(60))
        .header("Origin", host.toString());
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new AssertionError("No answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
