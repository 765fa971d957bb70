package dev.portcullis.web.page;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A browser without JavaScript: keeps cookies, sends the forms that it finds on a page. */
final class Browser {

  /** An answer; redirects are not followed by themselves. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    Document page() {
      return Jsoup.parse(response.body());
    }

    String text() {
      return page().body().text();
    }

    String location() {
      return header("Location");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String origin;
  private String language = "en";

  Browser(int port) {
    origin = "http://127.0.0.1:" + port;
  }

  Browser speaking(String acceptLanguage) {
    language = acceptLanguage;
    return this;
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Answer getWith(String path, String header, String value)
      throws IOException, InterruptedException {
    return send(request(path).GET().header(header, value));
  }

  /** Where the answer redirects to. */
  Answer follow(Answer answer) throws IOException, InterruptedException {
    return get(answer.location());
  }

  Answer post(String path, Map<String, String> fields) throws IOException, InterruptedException {
    var body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Sends the form of a page, with what is typed over what stands in its fields. */
  Answer submit(Document page, String action, Map<String, String> typed)
      throws IOException, InterruptedException {
    return post(action, filled(page, action, typed));
  }

  static Map<String, String> filled(Document page, String action, Map<String, String> typed) {
    var form = page.expectFirst("form[action=" + action + "]");
    var fields = new LinkedHashMap<String, String>();
    for (Element field : form.select("input[name]")) {
      fields.put(field.attr("name"), field.attr("value"));
    }
    fields.putAll(typed);
    return fields;
  }

  /** Signs Ada in. */
  Answer signIn() throws IOException, InterruptedException {
    var typed = Map.of("username", FakeDomain.USERNAME, "password", FakeDomain.PASSWORD);
    return submit(get("/app/auth/login").page(), "/app/auth/login", typed);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin + path))
        .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
        .header("Accept-Language", language)
        .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0");
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return new Answer(client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
