package dev.portcullis.command;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Starts the command with the bundle that lies in its jar on the class path: configurations are
 * checked by the very classes that will read them in the server.
 */
public final class Launcher {

  private Launcher() {}

  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) throws IOException, ReflectiveOperationException {
    Path bundle = Files.createTempFile("portcullis", ".jar");
    try {
      try (InputStream in = Launcher.class.getResourceAsStream("portcullis-bundle.jar")) {
        Files.write(bundle, Objects.requireNonNull(in, "no bundle inside").readAllBytes());
      }
      URL[] classPath = {
        Launcher.class.getProtectionDomain().getCodeSource().getLocation(), bundle.toUri().toURL()
      };
      try (var loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
        Thread.currentThread().setContextClassLoader(loader);
        Object exitCode =
            loader
                .loadClass("dev.portcullis.command.PortcullisCommand")
                .getMethod("run", String[].class)
                .invoke(null, (Object) arguments);
        return (int) exitCode;
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(e.getCause());
      }
    } finally {
      Files.deleteIfExists(bundle);
    }
  }
}
