package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import dev.portcullis.web.http.Cookies;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.RawHttp;
import dev.portcullis.web.testing.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class CookiesTest {

  private static final String LOGIN =
      "{\"username\":\"alice\",\"password\":\"" + FakeDomain.PASSWORD + "\",\"session\":true}";

  private static List<String> attributes(String cookie) {
    return List.of(cookie.split("; ", -1)).stream().skip(1).sorted().toList();
  }

  @Test
  @Proves("S21")
  void aSessionCookieIsTiedToTheHostAndHidden() throws Exception {
    try (var server = new TestServer(new Settings().publicUrl("https://a.example/app").build())) {
      var answer = server.http().postJson("/app/auth/login", LOGIN);
      var cookie = answer.headers("Set-Cookie").get(0);
      assertThat(cookie).matches("__Host-portcullis-[0-9a-f]{8}=pcs_.*");
      assertThat(attributes(cookie))
          .containsExactly("HttpOnly", "Path=/", "SameSite=Lax", "Secure");
      assertThat(answer.header("Strict-Transport-Security")).isPresent();
    }
  }

  @Test
  @Proves("S21")
  void soIsTheCookieOfTheLoginForm() throws Exception {
    try (var server = new TestServer(new Settings().publicUrl("https://a.example/app").build())) {
      var answer = server.http().get("/app/auth/login", "Accept: text/html");
      assertThat(answer.headers("Set-Cookie").get(0))
          .startsWith("__Host-portcullis-login-")
          .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
          .doesNotContain("Domain");
    }
  }

  @Test
  @Proves("S21")
  void plainHttpOnLocalhostIsTheOneException() throws Exception {
    try (var server = new TestServer(new Settings().build())) {
      RawHttp.Answer answer = server.http().postJson("/app/auth/login", LOGIN);
      var cookie = answer.headers("Set-Cookie").get(0);
      assertThat(cookie).matches("portcullis-[0-9a-f]{8}=pcs_.*");
      assertThat(attributes(cookie)).containsExactly("HttpOnly", "Path=/", "SameSite=Lax");
    }
  }

  @Test
  void applicationsOfOneHostHaveCookiesOfTheirOwnUnlessTheyShareThem() {
    var one = Cookies.session("/one", null, true).name();
    assertThat(Cookies.session("/two", null, true).name()).isNotEqualTo(one);
    assertThat(Cookies.session("/one", "shop", true).name())
        .isEqualTo(Cookies.session("/two", "shop", true).name())
        .isNotEqualTo(one);
  }
}
