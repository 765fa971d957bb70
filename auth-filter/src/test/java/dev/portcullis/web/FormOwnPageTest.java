package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.Door;
import dev.portcullis.config.FormSettings.LoginPage;
import dev.portcullis.testing.LogCapture;
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
