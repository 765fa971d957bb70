package dev.portcullis.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where configuration may come from: everything that {@link SettingsLoader} knows of its
 * surroundings.
 *
 * @param contextPath the application's context path, as the container gives it: empty or {@code
 *     /shop}
 * @param environment the environment variables
 * @param systemProperties the system properties
 * @param webInf opens {@code WEB-INF/auth.yaml}
 * @param classPath opens {@code auth.yaml} at the root of the application's class path
 * @param files opens a file that a system property or the environment names
 */
public record ConfigurationSource(
    String contextPath,
    Map<String, String> environment,
    Map<String, String> systemProperties,
    Document webInf,
    Document classPath,
    FileSystem files) {

  /** Something that may be there to read. */
  @FunctionalInterface
  public interface Document {
    /** A new stream, which the reader closes, or null if there is no such document. */
    @Nullable InputStream open() throws IOException;
  }

  /** The machine's files. */
  @FunctionalInterface
  public interface FileSystem {
    /** A new stream, which the reader closes. */
    InputStream open(Path path) throws IOException;
  }

  public ConfigurationSource {
    environment = Map.copyOf(environment);
    systemProperties = Map.copyOf(systemProperties);
  }

  /**
   * The surroundings of an application in a running server.
   *
   * @param webInf usually {@code () -> servletContext.getResourceAsStream("/WEB-INF/auth.yaml")}
   * @param application the application's class loader
   */
  public static ConfigurationSource ofServer(
      String contextPath, Document webInf, ClassLoader application) {
    var properties = new HashMap<String, String>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name, "")));
    return new ConfigurationSource(
        contextPath,
        System.getenv(),
        properties,
        webInf,
        () -> application.getResourceAsStream("auth.yaml"),
        Files::newInputStream);
  }

  /** Neither an environment nor files. */
  static ConfigurationSource withoutSurroundings() {
    return new ConfigurationSource(
        "",
        Map.of(),
        Map.of(),
        () -> null,
        () -> null,
        path -> {
          throw new NoSuchFileException(path.toString());
        });
  }

  /** Names and values of an environment are full of secrets, so none are told (S71). */
  @Override
  public String toString() {
    return "ConfigurationSource[" + contextPath + "]";
  }
}
