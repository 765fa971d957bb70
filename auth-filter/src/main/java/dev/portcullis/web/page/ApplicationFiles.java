package dev.portcullis.web.page;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files below {@code WEB-INF/portcullis} by which an application replaces the look and the
 * texts. Read once, when the application starts.
 */
public interface ApplicationFiles {

  /** The names of the files there; empty where there is no such folder. */
  Set<String> names();

  /** The content of a file, if it is there. */
  Optional<byte[]> read(String name);

  /** Those of a web application. */
  static ApplicationFiles of(ServletContext context) {
    return new ApplicationFiles() {
      private static final String FOLDER = "/WEB-INF/portcullis/";

      @Override
      public Set<String> names() {
        var paths = context.getResourcePaths(FOLDER);
        var names = new TreeSet<String>();
        if (paths != null) {
          paths.forEach(path -> names.add(path.substring(FOLDER.length())));
        }
        return names;
      }

      @Override
      public Optional<byte[]> read(String name) {
        try (var in = context.getResourceAsStream(FOLDER + name)) {
          return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
          throw new UncheckedIOException("Cannot read " + FOLDER + name, e);
        }
      }
    };
  }
}
