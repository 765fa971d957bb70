package dev.portcullis.it.server;

import dev.portcullis.it.support.BuildProperty;
import dev.portcullis.it.support.Resources;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A WildFly as it is unpacked, but for its datasources. Each server has a base folder of its own;
 * applications come and go through its folder {@code deployments}, whose scanner tells by marker
 * files what became of them.
 */
public final class WildFly extends RunningServer {

  private static final String HOME = "wildfly.home";

  private final Path deployments;

  private WildFly(Process process, int port, Path log, Path deployments) {
    super(process, port, log);
    this.deployments = deployments;
  }

  /**
   * Starts a server, deploys these applications one after the other, and returns when each is
   * deployed or has failed.
   */
  public static WildFly start(String name, String door, WebArchive... applications) {
    WildFly server = start(name, door);
    for (WebArchive application : applications) {
      server.deploy(application);
    }
    return server;
  }

  private static WildFly start(String name, String door) {
    try {
      Path base = Path.of(BuildProperty.required("it.work"), "wildfly-" + name + "-" + door);
      delete(base);
      copy(configured(), base);
      int port = freePort();
      Path log = logFile(name);
      var command = new ArrayList<String>(List.of(java()));
      command.addAll(systemProperties(door));
      command.addAll(
          List.of(
              "-Djava.net.preferIPv4Stack=true",
              "-Djboss.http.port=" + port,
              "-Djboss.https.port=" + freePort(),
              "-Djboss.management.http.port=" + freePort(),
              "-Djboss.management.https.port=" + freePort(),
              "-Djboss.home.dir=" + home(),
              "-Djboss.server.base.dir=" + base,
              "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
              "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
              "--add-opens=java.base/java.lang=ALL-UNNAMED",
              "--add-opens=java.base/java.util=ALL-UNNAMED",
              "-jar",
              home().resolve("jboss-modules.jar").toString(),
              "-mp",
              home().resolve("modules").toString(),
              "org.jboss.as.standalone"));
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(datasource());
      var server = new WildFly(builder.start(), port, log, base.resolve("deployments"));
      server.await(() -> server.log().contains("WFLYSRV0025"));
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Deploys an application, or deploys it anew.
   *
   * @return whether it was deployed
   */
  public boolean deploy(Archive<?> application) {
    String name = application.getName();
    Path complete = deployments.resolveSibling(name);
    application.as(ZipExporter.class).exportTo(complete.toFile(), true);
    try {
      Files.deleteIfExists(marker(name, "failed"));
      Files.deleteIfExists(marker(name, "undeployed"));
      // In one step: the scanner must not meet half of it.
      Files.move(complete, deployments.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    await(() -> exists(name, "deployed") || exists(name, "failed"));
    return exists(name, "deployed");
  }

  public void undeploy(String name) {
    try {
      Files.delete(marker(name, "deployed"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    await(() -> exists(name, "undeployed"));
  }

  private boolean exists(String name, String state) {
    return Files.exists(marker(name, state));
  }

  private Path marker(String name, String state) {
    return deployments.resolve(name + "." + state);
  }

  /** The server's folder with the datasources in it, made once for each state of the scripts. */
  private static synchronized Path configured() throws IOException {
    Path work = Files.createDirectories(Path.of(BuildProperty.required("it.work")));
    List<String> script = script();
    Path done = work.resolve("wildfly-configured-" + Integer.toHexString(script.hashCode()));
    if (!Files.exists(done)) {
      Path growing = work.resolve("wildfly-growing");
      delete(growing);
      copy(home().resolve("standalone"), growing);
      Path file = Files.write(work.resolve("wildfly.cli"), script);
      run(
          List.of(
              java(),
              "-Djboss.server.base.dir=" + growing,
              "-Djboss.home.dir=" + home(),
              "-jar",
              home().resolve("jboss-modules.jar").toString(),
              "-mp",
              home().resolve("modules").toString(),
              "org.jboss.as.cli",
              "--file=" + file),
          work.resolve("wildfly-cli.log"));
      Files.move(growing, done);
    }
    return done;
  }

  private static List<String> script() throws IOException {
    var script = new ArrayList<String>(List.of("embed-server --std-out=discard"));
    script.addAll(
        Files.readAllLines(
            Path.of(BuildProperty.required("it.serverConfig"), "wildfly", "datasource.cli")));
    script.addAll(Resources.lines("wildfly-tests.cli"));
    script.add("stop-embedded-server");
    return script;
  }

  private static void run(List<String> command, Path log) throws IOException {
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JBOSS_HOME", home().toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path home() {
    return Path.of(BuildProperty.required(HOME));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path emptied, IOException failure)
              throws IOException {
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
