package dev.portcullis.web;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.SecurityEvent;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.ejb.PortcullisRuntime;
import dev.portcullis.testing.TestSettings;
import dev.portcullis.web.client.ScribeFlow;
import dev.portcullis.web.provider.StandInProvider;
import dev.portcullis.web.testing.RawHttp;
import jakarta.servlet.ServletContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/** An application whose users sign in at a provider: Tomcat, the whole domain, a database. */
final class ProviderApplication implements AutoCloseable {

  static final String LOGIN = "/app/auth/oauth/corp/login";
  static final String CALLBACK = "/app/auth/oauth/corp/callback";

  private static final AtomicReference<@Nullable ProviderApplication> STARTING =
      new AtomicReference<>();

  final dev.portcullis.testing.TestServer resources;
  private final TestServer server;

  /** Starts the domain itself. */
  public static final class Startup extends TestServer.Startup {
    @Override
    PortcullisDomain startDomain(AuthSettings settings, ServletContext context) {
      var application = java.util.Objects.requireNonNull(STARTING.get());
      return PortcullisRuntime.start(settings, application.resources, new ScribeFlow());
    }
  }

  /**
   * @param clients what stands below {@code clients}
   */
  ProviderApplication(String clients) throws Exception {
    this(clients, new dev.portcullis.testing.TestServer());
  }

  /** Another start, or another node, on the same resources. */
  ProviderApplication(String clients, dev.portcullis.testing.TestServer resources)
      throws Exception {
    this.resources = resources;
    STARTING.set(this);
    server =
        new TestServer(
            TestSettings.of(
                """
                auth:
                  door: filter
                  datasource: jdbc/portcullis
                  encryption_key: ${AUTH_ENCRYPTION_KEY}
                  protect: [{path: "/clerks/*", roles: [clerk]}]
                  providers:
                    jwt: {issuer: test, audience: test}
                    oauth:
                      clients:
                """
                    + clients.indent(0)),
            Startup.class);
    STARTING.set(null);
  }

  static ProviderApplication of(StandInProvider provider) throws Exception {
    return of(provider, "");
  }

  /**
   * @param more lines of the client, each indented by ten
   */
  static ProviderApplication of(StandInProvider provider, String more) throws Exception {
    var application = new ProviderApplication(provider.settings() + more);
    provider.follow(application.resources.clock());
    return application;
  }

  RawHttp http() {
    return server.http();
  }

  /** The header that proves that a request comes from here. */
  String origin() {
    return server.origin();
  }

  /** A browser that has nothing of us yet. */
  Visitor browser() {
    return new Visitor();
  }

  List<SecurityEvent> events() {
    return resources.fired();
  }

  String metrics() {
    return http().get("/app/auth/metrics").body();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A browser with its cookies, which follows nothing by itself. */
  final class Visitor {

    final Map<String, String> cookies = new LinkedHashMap<>();

    RawHttp.Answer get(String target, String... headers) {
      return keep(http().get(target, with(headers)));
    }

    RawHttp.Answer postForm(String target, String form, String... headers) {
      return keep(http().postForm(target, form, with(headers)));
    }

    /** Sends the form of a page that goes to that address. */
    RawHttp.Answer submit(String page, String action, Map<String, String> typed) {
      var form = Jsoup.parse(page).expectFirst("form[action=/app/auth" + action + "]");
      var fields = new LinkedHashMap<String, String>();
      for (var field : form.select("input[name]:not([type=checkbox])")) {
        fields.put(field.attr("name"), field.attr("value"));
      }
      fields.putAll(typed);
      var body =
          fields.entrySet().stream()
              .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
              .collect(Collectors.joining("&"));
      return postForm("/app/auth" + action, body);
    }

    /** To the provider; gives the address it is sent to. */
    String toProvider(String query) {
      var answer = get(LOGIN + query);
      if (answer.status() != 302) {
        throw new IllegalStateException(answer.status() + ": " + answer.body());
      }
      return answer.header("Location").orElseThrow();
    }

    /** Whom we take it for. */
    String me() {
      return get("/app/auth/me", "Accept: application/json").body();
    }

    /** There and back. */
    RawHttp.Answer signIn(StandInProvider provider, String query) {
      return get(CALLBACK + "?" + provider.authorize(toProvider(query)));
    }

    private String[] with(String[] headers) {
      var all = new ArrayList<>(List.of(headers));
      if (all.stream().noneMatch(h -> h.startsWith("Accept:"))) {
        all.add("Accept: text/html");
      }
      if (!cookies.isEmpty()) {
        var pairs = new ArrayList<String>();
        cookies.forEach((name, value) -> pairs.add(name + "=" + value));
        all.add("Cookie: " + String.join("; ", pairs));
      }
      return all.toArray(new String[0]);
    }

    /** Keeps the cookies of an answer. */
    RawHttp.Answer keep(RawHttp.Answer answer) {
      for (var line : answer.headers("Set-Cookie")) {
        var pair = line.split(";", 2)[0].split("=", 2);
        if (line.contains("Max-Age=0")) {
          cookies.remove(pair[0]);
        } else {
          cookies.put(pair[0], pair[1]);
        }
      }
      return answer;
    }

    boolean hasSession() {
      return cookies.keySet().stream().anyMatch(name -> name.matches("portcullis-[0-9a-f]{8}"));
    }
  }
}
