package dev.portcullis.web.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PageTemplatesTest {

  @Test
  void writesThePagesForALook() throws IOException {
    var catalog = TextCatalog.load(NoFiles.INSTANCE);
    var folder = Files.createDirectories(Path.of("target/pages"));
    for (var language : new String[] {"en", "de"}) {
      var links =
          new dev.portcullis.web.page.view.PageLinks(
              "/app/auth", "/app/", "portcullis.css", "logo.svg");
      for (var page : SamplePages.render(catalog.forReader(language), links).entrySet()) {
        Files.writeString(
            folder.resolve(page.getKey() + "." + language + ".html"), page.getValue());
      }
    }
    var assets = Assets.load(NoFiles.INSTANCE);
    Files.write(folder.resolve("portcullis.css"), assets.stylesheet().content());
    Files.write(folder.resolve("logo.svg"), assets.logo().content());
  }
}
