package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebInfFileTest {

  private static URL url(String text) throws IOException {
    return URI.create(text).toURL();
  }

  @Test
  void itLiesBesideTheFolderOfTheJar() throws IOException {
    assertThat(new WebInfFile(url("file:/srv/app/WEB-INF/lib/x.jar"), "auth.yaml").address())
        .isEqualTo(url("file:/srv/app/WEB-INF/auth.yaml"));
    assertThat(new WebInfFile(url("file:/srv/app/WEB-INF/classes/"), "auth.yaml").address())
        .isEqualTo(url("file:/srv/app/WEB-INF/auth.yaml"));
    assertThat(
            new WebInfFile(url("jar:file:/srv/app.war!/WEB-INF/lib/x.jar"), "auth.yaml").address())
        .isEqualTo(url("jar:file:/srv/app.war!/WEB-INF/auth.yaml"));
  }

  @Test
  void elsewhereThereIsNone() throws IOException {
    assertThat(new WebInfFile(url("file:/srv/lib/x.jar"), "auth.yaml").open()).isNull();
    assertThat(new WebInfFile(null, "auth.yaml").open()).isNull();
  }

  @Test
  void itIsReadWhereItIs(@TempDir Path folder) throws IOException {
    var webInf = Files.createDirectories(folder.resolve("WEB-INF/lib"));
    var file = new WebInfFile(webInf.resolve("x.jar").toUri().toURL(), "auth.yaml");
    assertThat(file.open()).isNull();
    Files.writeString(folder.resolve("WEB-INF/auth.yaml"), "auth: {}");
    try (var in = file.open()) {
      assertThat(in).isNotNull().hasContent("auth: {}");
    }
  }
}
