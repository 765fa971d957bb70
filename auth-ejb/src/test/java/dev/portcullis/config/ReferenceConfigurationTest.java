package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The configuration file that this product took over from its predecessor starts as it is. */
class ReferenceConfigurationTest {

  private static TestSource reference() throws IOException {
    try (var in = ReferenceConfigurationTest.class.getResourceAsStream("reference-config.yaml")) {
      return TestSource.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void startsWithItsSecretAndAnEncryptionKey() throws IOException {
    var settings = reference().env("JWT_SECRET", TestSource.JWT_SECRET).settings();

    assertThat(settings.enabled()).isTrue();
    assertThat(settings.local().enabled()).isTrue();
    var jwt = settings.jwt();
    assertThat(jwt.enabled()).isTrue();
    assertThat(jwt.algorithm()).isEqualTo(JwsAlgorithm.HS256);
    assertThat(jwt.secret()).isNotNull();
    assertThat(jwt.secret().reveal()).isEqualTo(TestSource.JWT_SECRET);
    assertThat(jwt.issuer()).isEqualTo("user-service");
    assertThat(jwt.audience()).isEqualTo("api");
    assertThat(jwt.expiration()).isEqualTo(Duration.ofHours(24));
    assertThat(jwt.refreshExpiration()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void saysWhereTheSettingsOfItsOtherSectionsLive() throws IOException {
    var loaded = reference().env("JWT_SECRET", TestSource.JWT_SECRET).load();

    assertThat(loaded.notices())
        .filteredOn(notice -> notice.startsWith("Section "))
        .hasSize(5)
        .anyMatch(notice -> notice.startsWith("Section logging is not read: levels"))
        .anyMatch(notice -> notice.startsWith("Section monitoring is not read: metrics"))
        .anyMatch(notice -> notice.startsWith("Section database is not read: address"))
        .anyMatch(notice -> notice.startsWith("Section service is not read: name"))
        .anyMatch(notice -> notice.startsWith("Section config is not read: this file's place"));
    assertThat(loaded.warnings())
        .singleElement()
        .asString()
        .startsWith("auth.providers.jwt.expiration is above the advised 1h");
  }

  @Test
  void doesNotStartWithoutItsSecret() throws IOException {
    var source = reference();

    assertThatThrownBy(source::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("1 problem")
        .hasMessageContaining("auth.providers.jwt.secret")
        .hasMessageContaining("needs JWT_SECRET");
  }
}
