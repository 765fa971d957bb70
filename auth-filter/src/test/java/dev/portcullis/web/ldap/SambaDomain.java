package dev.portcullis.web.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * An Active Directory domain of its own, with Samba as its controller, which answers LDAP on this
 * machine only. It takes the ports 389 and 636 and root's rights; where it cannot have them the
 * calling test is skipped, and says why; with {@code -Drequire.samba=true} it fails.
 */
final class SambaDomain implements AutoCloseable {

  static final String BASE = "dc=example,dc=com";
  static final String PASSWORD = "Seven.Lazy.Herons.7";

  private static final Path PROGRAM = Path.of("/usr/sbin/samba");
  private static final Path TOOL = Path.of("/usr/bin/samba-tool");
  private static final int TLS_PORT = 636;
  private static final List<Integer> PORTS = List.of(389, TLS_PORT, 3268, 3269);
  private static final String ADMINISTRATOR = "cn=Administrator,cn=Users," + BASE;

  private final Path folder;
  private final Process process;

  SambaDomain() {
    requireAbleMachine();
    try {
      folder = Files.createTempDirectory("samba");
      provision();
      process = launch();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void requireAbleMachine() {
    var missing = missing();
    if (missing != null) {
      if (Boolean.getBoolean("require.samba")) {
        throw new IllegalStateException(missing);
      }
      System.err.println("SKIPPED, no domain controller of Samba: " + missing);
      Assumptions.abort(missing);
    }
  }

  private static @Nullable String missing() {
    if (!Files.isExecutable(PROGRAM) || !Files.isExecutable(TOOL)) {
      return "it is not installed: apt-get install samba-ad-dc samba-ad-provision";
    }
    for (int port : PORTS) {
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        socket.setReuseAddress(true);
      } catch (IOException e) {
        return "port " + port + " is not to be had: " + e.getMessage();
      }
    }
    return null;
  }

  private void provision() throws IOException, InterruptedException {
    var shown =
        RunningDirectory.AUTHORITY.issue(
            RunningDirectory.AUTHORITY.server(Instant.now()).host("localhost"));
    var key = RunningDirectory.write("samba-key", RunningDirectory.pem(shown.keys()));
    // Samba takes no key that others could read.
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    var options =
        List.of(
            "tls keyfile=" + key,
            "tls certfile="
                + RunningDirectory.write("samba", RunningDirectory.pem(shown.certificate())),
            "tls cafile=" + RunningDirectory.authorityFile().toAbsolutePath());
    var command =
        new ArrayList<>(
            List.of(
                TOOL.toString(),
                "domain",
                "provision",
                "--realm=EXAMPLE.COM",
                "--domain=EXAMPLE",
                "--adminpass=" + PASSWORD,
                "--server-role=dc",
                "--dns-backend=NONE",
                "--host-name=dc1",
                "--host-ip=127.0.0.1",
                "--targetdir=" + folder));
    options.forEach(option -> command.add("--option=" + option));
    var log = folder.resolve("provision.log");
    var provisioning =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!provisioning.waitFor(10, TimeUnit.MINUTES) || provisioning.exitValue() != 0) {
      provisioning.destroyForcibly();
      throw new IllegalStateException("Samba made no domain: " + Files.readString(log));
    }
    var settings = folder.resolve("etc/smb.conf");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replaceFirst(
                "\\[global]", "[global]\n\t" + String.join("\n\t", options).replace("\\", "\\\\")));
  }

  private Process launch() throws IOException {
    // In the foreground it ends when its standard input does: with us, whatever happens.
    var started =
        new ProcessBuilder(
                PROGRAM.toString(),
                "-i",
                "-M",
                "single",
                "-s",
                folder.resolve("etc/smb.conf").toString(),
                "--option=server services=ldap",
                "--option=interfaces=127.0.0.1",
                "--option=bind interfaces only=yes",
                "--option=pid directory=" + folder,
                "--option=log file=" + folder.resolve("samba.log"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!answers()) {
      if (!started.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "Samba did not start: " + Files.readString(folder.resolve("out.log")));
      }
      Thread.onSpinWait();
    }
    return started;
  }

  private static boolean answers() {
    try (var connection = connect()) {
      return connection.isConnected();
    } catch (LDAPException notYet) {
      return false;
    }
  }

  private static LDAPConnection connect() throws LDAPException {
    try {
      return new LDAPConnection(
          new SSLUtil(new TrustAllTrustManager()).createSSLSocketFactory(),
          "127.0.0.1",
          TLS_PORT,
          ADMINISTRATOR,
          PASSWORD);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Records of LDIF, as the administrator. */
  void change(String ldif) {
    try (var connection = connect();
        var reader = new LDIFReader(new BufferedReader(new StringReader(ldif)))) {
      for (var change = reader.readChangeRecord(true);
          change != null;
          change = reader.readChangeRecord(true)) {
        var unused = change.processChange(connection);
      }
    } catch (LDAPException | LDIFException | IOException e) {
      throw new AssertionError(ldif, e);
    }
  }

  /** Somebody whose account is in force, with {@link #PASSWORD}. */
  void add(String name, String... more) {
    change(
        """
        dn: cn=%1$s Liddell,cn=Users,dc=example,dc=com
        changetype: add
        objectClass: user
        cn: %1$s Liddell
        displayName: %1$s Liddell
        sAMAccountName: %1$s
        userPrincipalName: %1$s@example.com
        userAccountControl: 512
        unicodePwd:: %2$s
        """
                .formatted(name, unicode(PASSWORD))
            + String.join("", List.of(more).stream().map(line -> line + "\n").toList()));
  }

  /** One attribute of somebody has that value from now on. */
  void set(String name, String attribute, String value) {
    change(
        """
        dn: cn=%1$s Liddell,cn=Users,dc=example,dc=com
        changetype: modify
        replace: %2$s
        %2$s:%3$s
        """
            .formatted(name, attribute, value));
  }

  /** A password as Active Directory takes it (MS-ADTS 3.1.1.3.1.5.1). */
  static String unicode(String password) {
    return Base64.getEncoder()
        .encodeToString(("\"" + password + "\"").getBytes(StandardCharsets.UTF_16LE));
  }

  @Override
  public void close() {
    process.destroy();
    try (var files = Files.walk(folder)) {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
