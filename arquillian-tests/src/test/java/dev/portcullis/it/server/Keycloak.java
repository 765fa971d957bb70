package dev.portcullis.it.server;

import dev.portcullis.it.client.KeycloakAdministrator;
import dev.portcullis.it.support.BuildProperty;
import dev.portcullis.it.support.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A Keycloak of its own, with the realm of {@code server-config/keycloak} and everything else in
 * memory. It ends with this process at the latest.
 */
public final class Keycloak implements AutoCloseable {

  public static final String REALM = "portcullis";
  public static final String CLIENT_SECRET = "a-secret-of-the-tests-5b1f";

  /** Of every user of the realm. */
  public static final String PASSWORD = "eleven-loud-geese-march";

  private static final Duration START_LIMIT = Duration.ofMinutes(6);
  private static final String ADMINISTRATOR = "admin";
  private static final String ADMINISTRATORS_PASSWORD = "three-calm-llamas-watch";

  private final Process process;
  private final int port;
  private final Path log;

  private Keycloak(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
  }

  /**
   * Begins to start it; see {@link #await}.
   *
   * @param application the address of the one application that is its client
   */
  public static Keycloak begin(URI application) {
    try {
      Path home = Path.of(BuildProperty.required("keycloak.home"));
      Path realms = Files.createDirectories(home.resolve("data/import"));
      Files.writeString(realms.resolve(REALM + ".json"), realm(application));
      int port = RunningServer.freePort();
      Path log = Path.of(BuildProperty.required("it.work"), "keycloak.log");
      Files.createDirectories(log.getParent());
      // Through the shell, since what is unpacked by Maven may have lost its mode.
      var command =
          List.of(
              "sh",
              home.resolve("bin/kc.sh").toString(),
              "start-dev",
              "--import-realm",
              "--db=dev-mem",
              "--cache=local",
              "--http-host=127.0.0.1",
              "--http-port=" + port,
              "--http-management-port=" + RunningServer.freePort());
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      var environment = builder.environment();
      environment.put("JAVA_HOME", System.getProperty("java.home"));
      environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx400m");
      environment.put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
      environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
      environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMINISTRATORS_PASSWORD);
      return new Keycloak(builder.start(), port, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The realm of the demo, with two more people whom only the tests need. */
  private static String realm(URI application) throws IOException {
    return Files.readString(
            Path.of(BuildProperty.required("it.serverConfig"), "keycloak", "realm.json"))
        .replace("APPLICATION", application.toString())
        .replace("CLIENT_SECRET", CLIENT_SECRET)
        .replaceAll("PASSWORD_[A-Z]+", PASSWORD)
        .replace("\"users\": [", "\"users\": [" + person("judith") + "," + person("karl") + ",");
  }

  private static String person(String name) {
    return """
        {
          "username": "%1$s",
          "enabled": true,
          "emailVerified": true,
          "email": "%1$s@example.org",
          "firstName": "%1$s",
          "lastName": "Example",
          "credentials": [ { "type": "password", "value": "%2$s", "temporary": false } ],
          "realmRoles": [ "staff", "editors" ]
        }
        """
        .formatted(name, PASSWORD);
  }

  /** Waits until it serves. */
  public Keycloak await() {
    Instant limit = Instant.now().plus(START_LIMIT);
    while (!serves()) {
      if (!process.isAlive() || Instant.now().isAfter(limit)) {
        end();
        throw new AssertionError("Keycloak did not start:\n" + log());
      }
      Polling.pause();
    }
    return this;
  }

  private boolean serves() {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
              .timeout(Duration.ofSeconds(20))
              .build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public URI issuer() {
    return base().resolve("/realms/" + REALM);
  }

  public URI base() {
    return URI.create("http://localhost:" + port);
  }

  public KeycloakAdministrator administrator() {
    return new KeycloakAdministrator(base(), REALM, ADMINISTRATOR, ADMINISTRATORS_PASSWORD);
  }

  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The script, and the virtual machine that it started. */
  private void end() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    end();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
