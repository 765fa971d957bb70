package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.Door;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.RawHttp;
import dev.portcullis.web.testing.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.LifecycleException;

/** An application with the FORM of web.xml, behind the module, and the browsers that use it. */
final class FormApplication implements AutoCloseable {

  static final String WEB_XML =
      """
      <?xml version="1.0"?>
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <security-constraint>
          <web-resource-collection>
            <web-resource-name>posts</web-resource-name>
            <url-pattern>/orders/bound/*</url-pattern>
            <http-method>POST</http-method>
          </web-resource-collection>
          <auth-constraint><role-name>admin</role-name></auth-constraint>
        </security-constraint>
        <login-config>
          <auth-method>FORM</auth-method>
          <form-login-config>
            <form-login-page>/login.jsp</form-login-page>
            <form-error-page>/error.jsp</form-error-page>
          </form-login-config>
        </login-config>
      </web-app>
      """;

  static final String HTML = "Accept: text/html,*/*;q=0.8";

  private final TestServer server;

  FormApplication() throws Exception {
    this(TestServer.withDescriptor(settings().build(), WEB_XML));
  }

  FormApplication(TestServer server) {
    this.server = server;
  }

  static Settings settings() {
    return new Settings()
        .door(Door.MODULE)
        .rule(Settings.methods("/orders/open/admins/*", "GET"))
        .rule(Settings.role("/orders/open/admins/*", "admin"))
        .rule(Settings.sameOrigin("/orders/strict/*"))
        .rule(Settings.authenticated("/orders/*"))
        .rule(Settings.authenticated("/login.jsp"));
  }

  TestServer server() {
    return server;
  }

  /** Nobody is signed in, nothing is kept, and the database answers. */
  void recover() {
    server.domain().setDown(false);
    server.domain().expireAll();
    server.domain().savedForms().clear();
  }

  @Override
  public void close() throws LifecycleException {
    server.close();
  }

  /** A browser of its own. */
  Person person() {
    return new Person();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Where the answer redirects to. */
  static String location(RawHttp.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    return answer.header("Location").orElseThrow();
  }

  /** Keeps cookies, and asks for pages. */
  final class Person {

    private final Map<String, String> cookies = new TreeMap<>();

    Map<String, String> cookies() {
      return cookies;
    }

    String[] headers(String... more) {
      var all = new ArrayList<>(List.of(more));
      all.add(HTML);
      if (!cookies.isEmpty()) {
        var text = new ArrayList<String>();
        cookies.forEach((name, value) -> text.add(name + "=" + value));
        all.add("Cookie: " + String.join("; ", text));
      }
      return all.toArray(new String[0]);
    }

    RawHttp.Answer keep(RawHttp.Answer answer) {
      for (var cookie : answer.headers("Set-Cookie")) {
        var name = cookie.substring(0, cookie.indexOf('='));
        var value = cookie.substring(cookie.indexOf('=') + 1).split(";", 2)[0];
        if (value.isEmpty() || cookie.contains("Max-Age=0")) {
          cookies.remove(name);
        } else {
          cookies.put(name, value);
        }
      }
      return answer;
    }

    RawHttp.Answer get(String path, String... headers) {
      return keep(server.http().get(path, headers(headers)));
    }

    RawHttp.Answer post(String path, String form, String... headers) {
      return keep(server.http().postForm(path, form, headers(headers)));
    }

    RawHttp.Answer postOwn(String path, String form) {
      return post(path, form, server.origin());
    }

    RawHttp.Answer check(String path, String username, String password) {
      return postOwn(path, "j_username=" + username + "&j_password=" + encode(password));
    }

    RawHttp.Answer signIn(String username) {
      return check("/app/j_security_check", username, FakeDomain.PASSWORD);
    }
  }
}
