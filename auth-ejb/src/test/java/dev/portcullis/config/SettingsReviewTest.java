package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SettingsReviewTest {

  @Test
  void whatTheServersEnvironmentHasToSupplyIsANotice() {
    var loaded =
        review(
            """
            auth:
              encryption_key: ${AUTH_ENCRYPTION_KEY}
              public_url: ${SHOP_URL}
            """);
    assertThat(loaded.notices())
        .anyMatch(notice -> notice.contains("AUTH_ENCRYPTION_KEY"))
        .anyMatch(notice -> notice.contains("auth.public_url") && notice.contains("SHOP_URL"));
  }

  /** AUTH_ENCRYPTION_KEY in the server's environment is enough. */
  @Test
  void aMissingKeyThatAnOverrideCanSupplyIsANotice() {
    assertThat(review("auth: {}").notices())
        .anyMatch(notice -> notice.startsWith("auth.encryption_key is missing"));
  }

  @Test
  void everythingElseIsAProblemAsAtAStart() {
    assertThatThrownBy(
            () ->
                review(
                    """
                    auth:
                      encryption_key: ${AUTH_ENCRYPTION_KEY}
                      no_such_key: 1
                      sessions: {idle: eternity}
                      door: ${DOOR:-auto}
                      protect: [{roles: [user]}]
                    """))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("4 problems")
        .hasMessageContaining("shop.yaml")
        .hasMessageContaining("no_such_key")
        .hasMessageContaining("auth.sessions.idle")
        .hasMessageContaining("auth.door")
        .hasMessageContaining("auth.protect[0].path");
  }

  private static LoadedSettings review(String yaml) {
    return SettingsLoader.review("shop.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }
}
