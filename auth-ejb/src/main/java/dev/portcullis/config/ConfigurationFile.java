package dev.portcullis.config;

import dev.portcullis.config.file.Problem;
import dev.portcullis.config.file.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file that is in force: the first that is named or there. A file that is named and cannot be
 * read stops the start, since another one in its place could leave an application open.
 */
final class ConfigurationFile {

  /** The environment variable that names the file. */
  static final String VARIABLE = "AUTH_CONFIG";

  static final String PROPERTY = "auth.config";

  private final String name;
  private final byte[] content;

  ConfigurationFile(String name, byte[] content) {
    this.name = name;
    this.content = content;
  }

  /** Where it was found, in words. */
  String name() {
    return name;
  }

  byte[] content() {
    return content;
  }

  /** Finds and reads it, in the order of the documentation. */
  static ConfigurationFile find(ConfigurationSource source) {
    var ofContext = source.systemProperties().get(propertyOf(source.contextPath()));
    if (ofContext != null) {
      return read(ofContext, "-D" + propertyOf(source.contextPath()), source);
    }
    var inside = read("WEB-INF/auth.yaml", source.webInf());
    if (inside != null) {
      return inside;
    }
    var ofServer = source.systemProperties().get(PROPERTY);
    if (ofServer != null) {
      return read(ofServer, "-D" + PROPERTY, source);
    }
    var ofEnvironment = source.environment().get(VARIABLE);
    if (ofEnvironment != null) {
      return read(ofEnvironment, VARIABLE, source);
    }
    var onClassPath = read("auth.yaml on the class path", source.classPath());
    if (onClassPath != null) {
      return onClassPath;
    }
    throw unreadable(
        "no file",
        "there is none: neither -D%s nor WEB-INF/auth.yaml nor -D%s nor %s nor auth.yaml on the"
                .formatted(propertyOf(source.contextPath()), PROPERTY, VARIABLE)
            + " class path",
        "Add WEB-INF/auth.yaml; the smallest one has the line \"auth: {}\".");
  }

  /** Names that begin like overrides of keys and name files, of whatever application. */
  static Set<String> names(ConfigurationSource source) {
    return Stream.concat(
            Stream.of(VARIABLE),
            source.systemProperties().keySet().stream().filter(name -> name.endsWith(".config")))
        .collect(Collectors.toSet());
  }

  /** {@code auth.shop.config} for {@code /shop}; the root context is {@code ROOT}. */
  private static String propertyOf(String contextPath) {
    var name = contextPath.replaceFirst("^/", "").replace('/', '.');
    return "auth." + (name.isEmpty() ? "ROOT" : name) + ".config";
  }

  private static ConfigurationFile read(String path, String namedBy, ConfigurationSource source) {
    try {
      var file = Path.of(path).toAbsolutePath();
      try (var in = source.files().open(file)) {
        return new ConfigurationFile(file.toString(), bytes(in));
      }
    } catch (IOException | InvalidPathException e) {
      throw unreadable(
          path,
          "cannot be read (" + e.getClass().getSimpleName() + "), and " + namedBy + " names it",
          "Name a file that the server's account may read.");
    }
  }

  private static @Nullable ConfigurationFile read(
      String name, ConfigurationSource.Document document) {
    try (var in = document.open()) {
      return in == null ? null : new ConfigurationFile(name, bytes(in));
    } catch (IOException e) {
      throw unreadable(
          name, "cannot be read (" + e.getClass().getSimpleName() + ")", "Package it anew.");
    }
  }

  private static byte[] bytes(InputStream in) throws IOException {
    return in.readNBytes(YamlFile.MAX_BYTES + 1);
  }

  private static ConfigurationException unreadable(String name, String reason, String remedy) {
    return new ConfigurationException(name, List.of(new Problem("", null, null, reason, remedy)));
  }
}
