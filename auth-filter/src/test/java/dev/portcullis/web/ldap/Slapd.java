package dev.portcullis.web.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * OpenLDAP's own server, in a folder of its own. Where it is not installed the calling test is
 * skipped, and says why; with {@code -Drequire.slapd=true} it fails.
 */
final class Slapd extends RunningDirectory {

  private static final Path PROGRAM = Path.of("/usr/sbin/slapd");

  private static final String CONFIGURATION =
      """
      include /etc/ldap/schema/core.schema
      include /etc/ldap/schema/cosine.schema
      include /etc/ldap/schema/nis.schema
      include /etc/ldap/schema/inetorgperson.schema
      modulepath /usr/lib/ldap
      moduleload back_mdb
      moduleload memberof
      moduleload ppolicy
      pidfile %1$s/slapd.pid
      TLSCertificateFile %2$s
      TLSCertificateKeyFile %3$s
      TLSCACertificateFile %4$s
      sizelimit %5$d

      database mdb
      maxsize 104857600
      suffix "dc=example,dc=com"
      rootdn "cn=manager,dc=example,dc=com"
      rootpw "seven lazy managers"
      directory %1$s/data
      overlay memberof
      overlay ppolicy
      ppolicy_use_lockout
      access to attrs=userPassword
        by anonymous auth
        by * none
      access to *
        by dn.exact="cn=reader,ou=system,dc=example,dc=com" read
        by * none
      """;

  private final int port = freePort();
  private final int tlsPort = freePort();
  private final Path folder;
  private Process process;

  Slapd() {
    this(500);
  }

  /**
   * @param sizeLimit most entries that it tells of one search
   */
  Slapd(int sizeLimit) {
    requireProgram();
    try {
      var shown = AUTHORITY.issue(AUTHORITY.server(Instant.now()).host("localhost"));
      folder = Files.createTempDirectory("slapd");
      var unused = Files.createDirectory(folder.resolve("data"));
      var unusedToo =
          Files.writeString(
              folder.resolve("slapd.conf"),
              CONFIGURATION.formatted(
                  folder,
                  write("server", pem(shown.certificate())),
                  write("key", pem(shown.keys())),
                  authorityFile().toAbsolutePath(),
                  sizeLimit));
      process = launch();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    change(PEOPLE);
  }

  private static void requireProgram() {
    if (!Files.isExecutable(PROGRAM)) {
      if (Boolean.getBoolean("require.slapd")) {
        throw new IllegalStateException("slapd is not installed: apt-get install slapd");
      }
      System.err.println("SKIPPED, slapd is not installed here: apt-get install slapd");
      Assumptions.abort("slapd is not installed here");
    }
  }

  private Process launch() throws IOException {
    var started =
        new ProcessBuilder(
                PROGRAM.toString(),
                "-f",
                folder.resolve("slapd.conf").toString(),
                "-h",
                "ldap://127.0.0.1:" + port + " ldaps://127.0.0.1:" + tlsPort,
                "-d",
                "0")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("slapd.log").toFile())
            .start();
    process = started;
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!answers()) {
      if (!started.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "slapd did not start: " + Files.readString(folder.resolve("slapd.log")));
      }
      Thread.onSpinWait();
    }
    return started;
  }

  private boolean answers() {
    try (var connection = connect()) {
      return connection.isConnected();
    } catch (LDAPException notYet) {
      return false;
    }
  }

  /** Ends the server; its data stays. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again on the same ports. */
  void start() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  int port() {
    return port;
  }

  @Override
  int tlsPort() {
    return tlsPort;
  }

  @Override
  public void close() {
    stop();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
