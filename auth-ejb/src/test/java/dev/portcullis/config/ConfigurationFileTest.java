package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file is in force. */
class ConfigurationFileTest {

  private static String named(String role) {
    return "auth: {admin_role: " + role + "}";
  }

  private static TestSource everywhere() {
    return TestSource.of(named("inside"))
        .property("auth.shop.config", "/etc/of-context.yaml")
        .property("auth.config", "/etc/of-server.yaml")
        .env("AUTH_CONFIG", "/etc/of-environment.yaml")
        .file("/etc/of-context.yaml", named("of-context"))
        .file("/etc/of-server.yaml", named("of-server"))
        .file("/etc/of-environment.yaml", named("of-environment"))
        .classPath(named("on-class-path"));
  }

  @Test
  void isFirstTheOneThatIsNamedForTheContext() {
    var loaded = everywhere().load();

    assertThat(loaded.settings().adminRole()).isEqualTo("of-context");
    assertThat(loaded.notices().get(0))
        .isEqualTo(
            "Configuration read from %s."
                .formatted(Path.of("/etc/of-context.yaml").toAbsolutePath()));
  }

  @Test
  void isThenTheOneInTheApplication() {
    assertThat(everywhere().context("/other").settings().adminRole()).isEqualTo("inside");
  }

  @Test
  void isThenTheOneThatASystemPropertyNames() {
    var source = everywhere().context("/other");

    assertThat(source.withoutWebInf().settings().adminRole()).isEqualTo("of-server");
  }

  @Test
  void isThenTheOneThatTheEnvironmentNames() {
    var source =
        new TestSource()
            .env("AUTH_CONFIG", "/etc/of-environment.yaml")
            .file("/etc/of-environment.yaml", named("of-environment"))
            .classPath(named("on-class-path"));

    assertThat(source.settings().adminRole()).isEqualTo("of-environment");
  }

  @Test
  void isAtLastTheOneOnTheClassPath() {
    assertThat(new TestSource().classPath(named("on-class-path")).settings().adminRole())
        .isEqualTo("on-class-path");
  }

  @Test
  void isNamedRootForTheRootContextAndWithDotsForADeepOne() {
    var source =
        new TestSource()
            .property("auth.ROOT.config", "/etc/root.yaml")
            .property("auth.a.b.config", "/etc/deep.yaml")
            .file("/etc/root.yaml", named("root"))
            .file("/etc/deep.yaml", named("deep"));

    assertThat(source.context("").settings().adminRole()).isEqualTo("root");
    assertThat(source.context("/a/b").settings().adminRole()).isEqualTo("deep");
  }

  @Test
  void isNotReplacedByAnotherWhenTheNamedOneCannotBeRead() {
    assertThatThrownBy(everywhere().property("auth.shop.config", "/nowhere.yaml")::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/nowhere.yaml")
        .hasMessageContaining("-Dauth.shop.config names it");
    assertThatThrownBy(new TestSource().env("AUTH_CONFIG", "\0").classPath("auth: {}")::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("AUTH_CONFIG names it");
  }

  @Test
  void isNeeded() {
    assertThatThrownBy(new TestSource()::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "neither -Dauth.shop.config nor WEB-INF/auth.yaml nor -Dauth.config nor AUTH_CONFIG nor"
                + " auth.yaml on the class path");
  }

  @Test
  void isFoundInARealServersSurroundings(@TempDir Path folder) throws IOException {
    var file = folder.resolve("auth.yaml");
    Files.writeString(file, "auth: {enabled: false}");
    var surroundings =
        ConfigurationSource.ofServer(
            "/shop", () -> stream("auth: {enabled: false}"), getClass().getClassLoader());

    assertThat(SettingsLoader.load(surroundings).settings().enabled()).isFalse();
    assertThat(surroundings.environment()).isEqualTo(System.getenv());
    assertThat(surroundings.systemProperties()).containsKey("java.version");
    try (var in = surroundings.files().open(file)) {
      assertThat(in).hasContent("auth: {enabled: false}");
    }
    assertThat(surroundings).hasToString("ConfigurationSource[/shop]");
  }

  @Test
  void closesWhatItOpens() {
    var closed = new boolean[1];
    var source =
        new ConfigurationSource(
            "",
            Map.of(),
            Map.of(),
            () ->
                new ByteArrayInputStream(
                    "auth: {enabled: false}".getBytes(StandardCharsets.UTF_8)) {
                  @Override
                  public void close() {
                    closed[0] = true;
                  }
                },
            () -> null,
            Files::newInputStream);

    assertThat(SettingsLoader.load(source).settings().enabled()).isFalse();
    assertThat(closed[0]).isTrue();
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
