package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} is generated from the declarations. After changing one, write it
 * anew with {@code ./mvnw -pl auth-ejb test -Dtest=ConfigurationDocumentTest -Dregenerate=true} and
 * look at the difference.
 */
class ConfigurationDocumentTest {

  private static final Path DOCUMENT =
      Path.of(System.getProperty("basedir", ""), "..", "docs", "configuration.md").normalize();

  @Test
  void isWhatTheDeclarationsSay() throws IOException {
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(DOCUMENT, ConfigurationDocument.text());
    }
    assertThat(Files.readString(DOCUMENT))
        .as(
            "%s differs from the declared keys: run this test with -Dregenerate=true and commit it",
            DOCUMENT)
        .isEqualToNormalizingNewlines(ConfigurationDocument.text());
  }
}
