package dev.portcullis.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssetsTest {

  @Test
  void theAddressChangesWithTheContent() {
    var ours = Assets.load(NoFiles.INSTANCE);
    var theirs = Assets.load(new TextCatalogTest.GivenFiles(Map.of("portcullis.css", "body {}")));

    assertThat(theirs.stylesheet().content()).asString(StandardCharsets.UTF_8).isEqualTo("body {}");
    assertThat(theirs.stylesheet().path()).isNotEqualTo(ours.stylesheet().path());
    assertThat(theirs.logo().path()).isEqualTo(ours.logo().path());
  }

  @Test
  void onlyTheTwoFilesAreServed() {
    var files = new TextCatalogTest.GivenFiles(Map.of("messages_en.properties", "x = y"));
    assertThat(Assets.load(files).named("messages_en.properties")).isEmpty();
    assertThat(Assets.load(files).named("../auth.yaml")).isEmpty();
  }
}
