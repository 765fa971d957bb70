package dev.portcullis.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacementTest {

  @Test
  void anApplicationsFilesAreServedInPlaceOfOurs(@TempDir Path webapp) throws Exception {
    var folder = Files.createDirectories(webapp.resolve("WEB-INF/portcullis"));
    Files.writeString(folder.resolve("portcullis.css"), "body { color: purple }");
    Files.writeString(folder.resolve("messages_en.properties"), "login.title = Come in");
    try (var server = new PageServer(webapp)) {
      var browser = new Browser(server.port());
      var page = browser.get("/app/auth/login").page();
      assertThat(page.select("h1").text()).isEqualTo("Come in");
      var css = browser.get(page.expectFirst("link[rel=stylesheet]").attr("href"));
      assertThat(css.response().body()).isEqualTo("body { color: purple }");
      assertThat(css.header("Content-Type")).startsWith("text/css");
    }
  }
}
