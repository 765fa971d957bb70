package dev.portcullis.it.legacy;

import dev.portcullis.it.support.BuildProperty;
import jakarta.servlet.http.HttpServlet;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles what was written against libraries that this build itself has in other versions. */
final class OldClasses {

  private OldClasses() {}

  /** The class files of a source among the test's resources. */
  static File compile(String source, List<File> libraries) {
    try {
      Path work = Files.createDirectories(Path.of(BuildProperty.required("it.work")));
      Path folder = Files.createTempDirectory(work, "classes");
      String name = source.substring(source.lastIndexOf('/') + 1);
      Path copy = folder.resolve(name);
      try (var in = OldClasses.class.getClassLoader().getResourceAsStream(source)) {
        Files.copy(java.util.Objects.requireNonNull(in, source), copy);
      }
      Path platform =
          Path.of(HttpServlet.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String classPath =
          Stream.concat(Stream.of(platform.toString()), libraries.stream().map(File::getPath))
              .collect(Collectors.joining(File.pathSeparator));
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, "-nowarn", "-cp", classPath, "--release", "17", "" + copy);
      if (result != 0) {
        throw new AssertionError(source + " does not compile");
      }
      return folder.resolve(name.replace(".java", ".class")).toFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
