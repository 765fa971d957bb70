package dev.portcullis.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Surroundings made of maps, with a valid encryption key in the environment to begin with. */
final class TestSource {

  static final String ENCRYPTION_KEY = "4kB0hPzvAmYy4IsTxnZb6g3gPpIrGLQOYb8Q1cWQd9E=";
  static final String JWT_SECRET = "Zk3Qm9vT1xW7rL5cPb2nYs8dHf4gJ6aK0eUiOqRtXyA";

  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> systemProperties = new HashMap<>();
  private final Map<Path, String> files = new HashMap<>();
  private String contextPath = "/shop";
  private @Nullable String webInf;
  private @Nullable String classPath;

  TestSource() {
    environment.put("AUTH_ENCRYPTION_KEY", ENCRYPTION_KEY);
  }

  /** With this text as {@code WEB-INF/auth.yaml}. */
  static TestSource of(String yaml) {
    return new TestSource().webInf(yaml);
  }

  TestSource webInf(String yaml) {
    webInf = yaml;
    return this;
  }

  TestSource withoutWebInf() {
    webInf = null;
    return this;
  }

  TestSource classPath(String yaml) {
    classPath = yaml;
    return this;
  }

  TestSource context(String path) {
    contextPath = path;
    return this;
  }

  TestSource file(String path, String yaml) {
    files.put(Path.of(path).toAbsolutePath(), yaml);
    return this;
  }

  TestSource env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  TestSource withoutEnv(String name) {
    environment.remove(name);
    return this;
  }

  TestSource property(String name, String value) {
    systemProperties.put(name, value);
    return this;
  }

  LoadedSettings load() {
    return SettingsLoader.load(
        new ConfigurationSource(
            contextPath,
            environment,
            systemProperties,
            () -> stream(webInf),
            () -> stream(classPath),
            this::open));
  }

  AuthSettings settings() {
    return load().settings();
  }

  private InputStream open(Path path) throws IOException {
    var text = files.get(path);
    if (text == null) {
      throw new NoSuchFileException(path.toString());
    }
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable InputStream stream(@Nullable String text) {
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
