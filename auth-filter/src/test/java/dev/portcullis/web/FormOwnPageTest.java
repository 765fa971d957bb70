package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.Door;
import dev.portcullis.config.FormSettings.LoginPage;
import dev.portcullis.testing.LogCapture;
import dev.portcullis.testing.TestSettings;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/**
 * The FORM of web.xml, with our page in place of the application's, or through the filter alone.
 */
class FormOwnPageTest {

  @Test
  void ourPageInPlaceOfTheApplicationsDoesTheSame() throws Exception {
    try (var ours =
        TestServer.withDescriptor(
            FormApplication.settings().loginPage(LoginPage.PORTCULLIS).build(),
            FormApplication.WEB_XML)) {
      var http = ours.http();
      assertThat(http.get("/app/secured/form/x", FormApplication.HTML).header("Location"))
          .contains("/app/auth/login?return_to=%2Fapp%2Fsecured%2Fform%2Fx");
      var posted = http.postForm("/app/orders/new", "item=1", FormApplication.HTML, ours.origin());
      assertThat(posted.status()).isEqualTo(303);
      assertThat(posted.header("Location"))
          .contains("/app/auth/login?return_to=%2Fapp%2Forders%2Fnew");
      assertThat(ours.domain().savedForms().size()).isEqualTo(1);
      var wrong =
          http.postForm(
              "/app/j_security_check",
              "j_username=a&j_password=b",
              FormApplication.HTML,
              ours.origin());
      assertThat(wrong.status()).isEqualTo(401);
      assertThat(wrong.body()).contains("/app/auth/login");
    }
  }

  @Test
  void whatIsNotCheckedIsSaidAtTheStart() throws Exception {
    var digest =
        "<web-app><login-config><auth-method>DIGEST</auth-method></login-config></web-app>";
    try (var log = new LogCapture("dev.portcullis.web");
        var server = TestServer.withDescriptor(FormApplication.settings().build(), digest)) {
      assertThat(server.isDeployed()).isTrue();
      assertThat(warnings(log))
          .singleElement()
          .satisfies(line -> assertThat(line).contains("DIGEST as its login-config", "FORM"));
    }
  }

  @Test
  void withoutADatabaseNobodySignsInAndTheStartSaysSo() throws Exception {
    var stateless =
        TestSettings.of(
            """
            auth:
              door: module
              providers:
                local: {enabled: false}
                jwt:
                  issuers: [{issuer: me, name: me, jwks_uri: "http://localhost/k", audience: app}]
            """);
    try (var log = new LogCapture("dev.portcullis.web");
        var server = TestServer.withDescriptor(stateless, FormApplication.WEB_XML)) {
      assertThat(server.isDeployed()).isTrue();
      assertThat(warnings(log))
          .singleElement()
          .satisfies(line -> assertThat(line).contains("FORM as its login-config", "tokens"));
    }
  }

  private static List<String> warnings(LogCapture log) {
    var formatter = new SimpleFormatter();
    return log.records().stream()
        .filter(record -> record.getLevel().equals(Level.WARNING))
        .map(formatter::formatMessage)
        .toList();
  }

  @Test
  void throughTheFilterAloneItIsLeftToTheContainerAndTheStartSaysSo() throws Exception {
    try (var log = new LogCapture("dev.portcullis.web");
        var server =
            TestServer.withDescriptor(
                FormApplication.settings().door(Door.FILTER).build(), FormApplication.WEB_XML)) {
      assertThat(log.lines()).anyMatch(line -> line.contains("login-config FORM"));
      var form = "j_username=alice&j_password=x";
      var answer = server.http().postForm("/app/j_security_check", form, server.origin());
      assertThat(answer.body()).contains("served=/j_security_check");
    }
  }
}
