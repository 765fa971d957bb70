package dev.portcullis.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.FakeDomain;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pac4j.core.profile.UserProfile;

class CallerProfilesTest {

  private final ClassLoader ours = CallerProfilesTest.class.getClassLoader();

  @Test
  @Proves("S71")
  void aProfileHasWhatPac4jAsksForAndTellsLogsNothing() {
    var caller = new FakeDomain().caller("alice", "sid");
    var profile = CallerProfile.of(caller);
    assertThat(profile.getId()).isEqualTo(caller.getId());
    assertThat(profile.getSubject()).isEqualTo(caller.getId());
    assertThat(profile.getUsername()).isEqualTo("alice");
    assertThat(profile.getEmail()).isEqualTo(caller.getEmail());
    assertThat(profile.getDisplayName()).isEqualTo(caller.getName());
    assertThat(profile.getRoles()).isEqualTo(caller.getRoles());
    assertThat(profile.asPrincipal().getName()).isEqualTo("alice");
    assertThat(profile.isExpired()).isFalse();
    assertThat(profile.toString()).isEqualTo("CallerProfile[id-alice]");
  }

  /** The application's classes would not cast ours. */
  @Test
  void anApplicationWithAnotherPac4jOrNoneGetsNothing() throws Exception {
    var caller = new FakeDomain().caller("alice", "sid");
    assertThat(CallerProfiles.of(caller, ours))
        .isInstanceOfSatisfying(
            Map.class, profiles -> assertThat(profiles.containsKey("portcullis")).isTrue());
    try (var none = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader());
        var another = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      assertThat(CallerProfiles.of(caller, none)).isNull();
      assertThat(another.loadClass(UserProfile.class.getName())).isNotNull();
      assertThat(CallerProfiles.of(caller, another)).isNull();
    }
  }

  private static URL[] classPath() {
    return new URL[] {UserProfile.class.getProtectionDomain().getCodeSource().getLocation()};
  }
}
