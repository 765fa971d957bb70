package dev.portcullis.web;

import static dev.portcullis.web.FormApplication.HTML;
import static dev.portcullis.web.FormApplication.encode;
import static dev.portcullis.web.FormApplication.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.RawHttp;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a name and a password of {@code j_security_check}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormCredentialsTest {

  @SuppressWarnings("NullAway.Init") // set before any test
  private FormApplication app;

  @BeforeAll
  void start() throws Exception {
    app = new FormApplication();
  }

  @AfterAll
  void stop() throws Exception {
    app.close();
  }

  @AfterEach
  void recover() {
    app.recover();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "j_username=alice",
        "j_password=x",
        "j_username=&j_password=x",
        "j_username=%zz"
      })
  void whatIsMissingShowsTheErrorPage(String form) {
    var answer = app.person().postOwn("/app/j_security_check", form.isEmpty() ? "x=y" : form);
    assertThat(answer.body()).contains("page=/error.jsp");
    assertThat(answer.cookie(app.server().cookieName())).isEmpty();
  }

  @Test
  @Proves("S17")
  void aPasswordInTheAddressIsNotLookedAt() {
    var query = "?j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    assertThat(app.person().postOwn("/app/j_security_check" + query, "x=y").body())
        .contains("page=/error.jsp");
  }

  @Test
  void whatIsNoFormIsRefused() {
    var answer = app.server().http().postJson("/app/j_security_check", "{}", app.server().origin());
    assertThat(answer.status()).isEqualTo(415);
    var huge = "j_username=alice&j_password=" + "x".repeat(70_000);
    assertThat(app.person().postOwn("/app/j_security_check", huge).status()).isEqualTo(413);
  }

  @Test
  void credentialsThatTheContainerHasReadAlreadyServeToo() {
    var form = "j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    var answer =
        app.person()
            .post("/app/j_security_check", form, app.server().origin(), "X-Read-Ahead: yes");
    assertThat(location(answer)).isEqualTo("/app/");
    var query = "?j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    var inAddress =
        app.person()
            .post(
                "/app/j_security_check" + query, "x=y", app.server().origin(), "X-Read-Ahead: yes");
    assertThat(inAddress.body()).contains("page=/error.jsp");
  }

  private static String umlauts(Charset charset) {
    return credentials(FakeDomain.UMLAUTS, FakeDomain.PASSWORD_OF_UMLAUTS, charset);
  }

  private static String credentials(String username, String password, Charset charset) {
    return "j_username="
        + URLEncoder.encode(username, charset)
        + "&j_password="
        + URLEncoder.encode(password, charset);
  }

  private RawHttp.Answer send(FormApplication to, String form, String type, String... more) {
    var headers = new ArrayList<>(List.of(more));
    headers.addAll(List.of(to.server().origin(), HTML, "Content-Type: " + type));
    return to.server()
        .http()
        .send("POST", "/app/j_security_check", form, headers.toArray(new String[0]));
  }

  /**
   * A browser encodes a form as its page is encoded, and does not say how.
   *
   * @param survives whether what is meant is left where the container has read the form already
   */
  @ParameterizedTest
  @CsvSource({
    "UTF-8, '', true",
    "ISO-8859-1, '', true",
    "UTF-8, ; charset=UTF-8, true",
    "ISO-8859-1, ; charset=utf-8, false",
    "ISO-8859-1, ; charset=ISO-8859-1, true",
    "UTF-8, ; charset=ISO-8859-1, true",
    "windows-1252, ; charset=windows-1252, true",
    "IBM850, ; charset=IBM850, true",
    "UTF-8, ; charset=US-ASCII, false",
    "UTF-8, ; charset=nonsense, true"
  })
  void aNameAndAPasswordWithUmlautsServeInTheEncodingOfTheirPage(
      String charset, String declared, boolean survives) {
    var form = umlauts(Charset.forName(charset));
    var type = "application/x-www-form-urlencoded" + declared;

    assertThat(location(send(app, form, type))).isEqualTo("/app/");
    var ahead = send(app, form, type, "X-Read-Ahead: yes");
    assertThat(ahead.cookie(app.server().cookieName()).isPresent()).isEqualTo(survives);
  }

  /** In encodings of two bytes some names are UTF-8 as well, and then another name. */
  @ParameterizedTest
  @ValueSource(strings = {"GBK", "ISO-2022-JP", "UTF-8", "ISO-8859-1"})
  void whatWebXmlSaysOfTheEncodingHolds(String encoding) throws Exception {
    var declaring =
        TestServer.withDescriptor(
            FormApplication.settings().build(), FormApplication.WEB_XML, encoding);
    try (var declares = new FormApplication(declaring)) {
      var charset = Charset.forName(encoding);
      var sent = charset.newEncoder().canEncode('\u6155') ? charset : StandardCharsets.UTF_8;
      var form = credentials(FakeDomain.IDEOGRAPHS, FakeDomain.PASSWORD, sent);
      for (var ahead : new String[] {"X-Not-Read: yet", "X-Read-Ahead: yes"}) {
        var answer = send(declares, form, "application/x-www-form-urlencoded", ahead);
        assertThat(location(answer)).as(ahead).isEqualTo("/app/");
      }
    }
  }

  @Test
  @Proves("S17")
  void ofSeveralFieldsOfANameTheFirstCounts() {
    var right = "j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    var other = "j_username=bob&j_password=wrong";
    for (var ahead : new String[] {"X-Not-Read: yet", "X-Read-Ahead: yes"}) {
      var form = "application/x-www-form-urlencoded";
      assertThat(location(send(app, right + "&" + other, form, ahead))).isEqualTo("/app/");
      assertThat(location(send(app, "not_j_username=bob&" + right, form, ahead)))
          .isEqualTo("/app/");
      assertThat(send(app, other + "&" + right, form, ahead).body()).contains("page=/error.jsp");
    }
  }

  @Test
  @Proves("S78")
  void aNameOrAPasswordOfManyKibibytesIsAWrongOne() {
    var alice = app.person();
    var longName = alice.check("/app/j_security_check", "a".repeat(60_000), FakeDomain.PASSWORD);
    var longPassword = alice.check("/app/j_security_check", "alice", "x".repeat(60_000));
    for (var answer : List.of(longName, longPassword)) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("page=/error.jsp");
    }
    assertThat(app.server().domain().liveSessions()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/json",
        "application/x-www-form-urlencodedx"
      })
  void anotherKindOfFormIsRefused(String type) {
    var body =
        type.startsWith("multipart")
            ? "--x\r\nContent-Disposition: form-data; name=\"j_username\"\r\n\r\nalice\r\n--x--\r\n"
            : "j_username=alice&j_password=" + encode(FakeDomain.PASSWORD);
    assertThat(send(app, body, type).status()).isEqualTo(415);
    assertThat(app.server().domain().liveSessions()).isZero();
  }
}
