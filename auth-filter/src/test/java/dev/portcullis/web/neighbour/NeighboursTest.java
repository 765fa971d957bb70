package dev.portcullis.web.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.AuthSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.LogCapture;
import dev.portcullis.testing.TestSettings;
import org.junit.jupiter.api.Test;

/** Through the real MBean server of this JVM. */
class NeighboursTest {

  private static final RandomSource RANDOM = RandomSource.secure();

  private static AuthSettings settings(String datasource, String sessions) {
    return TestSettings.of(
        """
        auth:
          datasource: %s
          encryption_key: ${AUTH_ENCRYPTION_KEY}
          sessions: {%s}
        """
            .formatted(datasource, sessions));
  }

  private static String toldOf(AuthSettings first, AuthSettings second) {
    try (var log = new LogCapture("dev.portcullis.web");
        var one = Neighbours.join("/one", first, RANDOM);
        var two = Neighbours.join("/two", second, RANDOM)) {
      assertThat(one).isNotSameAs(two);
      return String.join("\n", log.lines());
    }
  }

  @Test
  void membersOfAGroupAreComparedInAllThatASessionIsUsedBy() {
    assertThat(
            toldOf(
                settings("jdbc/a", "sso_group: office, idle: 20m, max_per_user: 3"),
                settings("jdbc/b", "sso_group: office, idle: 10m, absolute: 4h")))
        .contains(
            "/two and /one share the sso_group \"office\"",
            "auth.datasource is jdbc/b in /two and jdbc/a in /one",
            "auth.sessions.idle is 600s in /two and 1200s in /one",
            "auth.sessions.absolute is 14400s in /two and 43200s in /one",
            "auth.sessions.max_per_user is 10 in /two and 3 in /one");
  }

  @Test
  void usersOfOneSetOfTablesAreComparedInWhatIsDoneToRows() {
    assertThat(toldOf(settings("jdbc/a", "idle: 20m"), settings("jdbc/a", "absolute: 4h")))
        .contains("share the tables in jdbc/a", "auth.sessions.idle is")
        .doesNotContain("absolute");
  }

  @Test
  void thoseWhoAgreeOrShareNothingAreLeftInPeace() {
    assertThat(
            toldOf(
                settings("jdbc/a", "sso_group: office"), settings("jdbc/a", "sso_group: office")))
        .isEmpty();
    assertThat(toldOf(settings("jdbc/a", "idle: 20m"), settings("jdbc/b", "idle: 10m"))).isEmpty();
  }

  @Test
  void whoHasLeftIsNoNeighbour() {
    Neighbours.join("/one", settings("jdbc/a", "idle: 20m"), RANDOM).close();
    try (var log = new LogCapture("dev.portcullis.web");
        var two = Neighbours.join("/two", settings("jdbc/a", "idle: 10m"), RANDOM)) {
      assertThat(two).isNotNull();
      assertThat(log.lines()).isEmpty();
    }
  }
}
