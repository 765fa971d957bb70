import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/**
 * Runs the demo on Payara Micro until it is told to stop. Started as a source file by the build (see
 * the profile "demo" in pom.xml).
 *
 * <p>Each installation has an encryption key and passphrases of its own, made at the first start and
 * kept in the data folder, so that sessions outlive a restart and no password is known to everybody.
 * The server gets them in its environment, where other users of the machine cannot see them.
 */
class RunDemo {

  private static final List<String> USERS = 
      List.of("ALICE", "BOB", "CAROL", "DAVE", "FRIEDA", "GEORGE", "HANNA", "IVAN");
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Arguments: the server's jar, the WAR, the folder for data, the first port to try,
   * "true" for the directory, Keycloak's folder or "none", the realm's file.
   */
  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[2]).toAbsolutePath().normalize();
    Properties secrets = secrets(data);
    int port = freePort(Integer.parseInt(args[3]));
    URI home = URI.create("http://localhost:" + port + "/demo/");
    var command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar", args[0],
                "--noCluster", "--disablephonehome",
                "--prebootcommandfile", loopbackOnly().toString(),
                "--port", Integer.toString(port),
                "--deploy", args[1])
            .redirectErrorStream(true);
    secrets.stringPropertyNames().forEach(k -> command.environment().put(k, secrets.getProperty(k)));
    boolean ldap = Boolean.parseBoolean(args[4]);
    if (ldap) {
      startDirectory(secrets, command);
    }
    boolean keycloak = !args[5].equals("none");
    if (keycloak) {
      startKeycloak(Path.of(args[5]), Path.of(args[6]), home, data, secrets, command);
    }
    command.environment().put("DEMO_DATASOURCE_URL", "jdbc:h2:file:" + data.resolve("demo"));
    command.environment().put("PORTCULLIS_DATASOURCE_URL", "jdbc:h2:file:" + data.resolve("portcullis"));
    Process server = command.start();
    stopTogether(server);
    String setUp = "has the password that you chose";
    try (var log = server.inputReader()) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        System.out.println(line);
        int link = line.indexOf("/auth/setup?link=");
        if (link >= 0) {
          setUp = "choose its password within 15 minutes at\n            " + home.resolve("/demo" + line.substring(link).strip());
        }
        if (line.contains(" ready in ")) {
          announce(home, data, secrets, setUp + (ldap ? directoryPeople(secrets) : "") + (keycloak ? keycloakPeople(secrets) : ""));
        }
      }
    }
    System.exit(server.waitFor());
  }

  /** In memory, in this process, for this machine; what it holds is made anew at each start. */
  private static void startDirectory(Properties secrets, ProcessBuilder server)
      throws LDAPException, IOException {
    String readerPassword = passphrase();
    var config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig(
            "demo", InetAddress.getByName("localhost"), 0, null));
    var directory = new InMemoryDirectoryServer(config);
    String people =
        PEOPLE.formatted(
            readerPassword,
            secrets.getProperty("DEMO_PASSWORD_CAROL"),
            secrets.getProperty("DEMO_PASSWORD_DAVE"));
    directory.importFromLDIF(
        true, new LDIFReader(new ByteArrayInputStream(people.getBytes(StandardCharsets.UTF_8))));
    directory.startListening();
    server.environment().put("DEMO_LDAP", "true");
    server.environment().put("DEMO_LDAP_PORT", Integer.toString(directory.getListenPort()));
    server.environment().put("DEMO_LDAP_PASSWORD", readerPassword);
  }

  private static final String PEOPLE =
      """
      dn: dc=example,dc=org
      objectClass: dcObject
      objectClass: organization
      o: Example
      dc: example

      dn: cn=portcullis,dc=example,dc=org
      objectClass: organizationalRole
      objectClass: simpleSecurityObject
      cn: portcullis
      userPassword: %s

      dn: uid=carol,dc=example,dc=org
      objectClass: inetOrgPerson
      uid: carol
      cn: Carol Cooper
      sn: Cooper
      mail: carol@example.org
      userPassword: %s

      dn: uid=dave,dc=example,dc=org
      objectClass: inetOrgPerson
      uid: dave
      cn: Dave Draper
      sn: Draper
      mail: dave@example.org
      userPassword: %s

      dn: cn=editors,dc=example,dc=org
      objectClass: groupOfNames
      cn: editors
      member: uid=dave,dc=example,dc=org

      dn: cn=staff,dc=example,dc=org
      objectClass: groupOfNames
      cn: staff
      member: uid=carol,dc=example,dc=org
      member: cn=editors,dc=example,dc=org
      """;

  private static String directoryPeople(Properties secrets) {
    return "\n\n"
        + """
          People of the directory, which is in memory:
            carol   %s   group staff: role user
            dave    %s   group editors within staff: roles user, editor"""
            .formatted(
                secrets.getProperty("DEMO_PASSWORD_CAROL"),
                secrets.getProperty("DEMO_PASSWORD_DAVE"))
            .indent(2)
            .stripTrailing();
  }

  /** With the realm of server-config/keycloak, made anew at each start. */
  private static void startKeycloak(
      Path folder, Path realm, URI home, Path data, Properties secrets, ProcessBuilder server)
      throws IOException, InterruptedException {
    String clientSecret = passphrase();
    String text =
        Files.readString(realm)
            .replace("APPLICATION", home.toString().replaceAll("/$", ""))
            .replace("CLIENT_SECRET", clientSecret);
    for (String user : USERS) {
      text = text.replace("PASSWORD_" + user, secrets.getProperty("DEMO_PASSWORD_" + user));
    }
    Files.writeString(
        Files.createDirectories(folder.resolve("data/import")).resolve("portcullis.json"), text);
    int port = freePort(8180);
    var command =
        new ProcessBuilder(
                "sh", folder.resolve("bin/kc.sh").toString(),
                "start-dev", "--import-realm", "--db=dev-mem", "--cache=local",
                "--http-host=127.0.0.1", "--http-port=" + port,
                "--http-management-port=" + freePort(port + 1))
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("keycloak.log").toFile());
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    command.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx400m");
    command.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    command.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", passphrase());
    System.out.println("Starting Keycloak; its log is " + data.resolve("keycloak.log"));
    Process keycloak = command.start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  keycloak.descendants().forEach(ProcessHandle::destroyForcibly);
                  keycloak.destroyForcibly();
                }));
    String issuer = "http://localhost:" + port + "/realms/portcullis";
    while (!serves(issuer)) {
      if (!keycloak.isAlive()) {
        System.err.println("Keycloak did not start; " + data.resolve("keycloak.log") + " says why.");
        System.exit(1);
      }
      Thread.sleep(500);
    }
    server.environment().put("DEMO_KEYCLOAK", "true");
    server.environment().put("DEMO_KEYCLOAK_ISSUER", issuer);
    server.environment().put("DEMO_KEYCLOAK_SECRET", clientSecret);
  }

  private static boolean serves(String issuer) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String keycloakPeople(Properties secrets) {
    return """


          People of Keycloak, which is in memory:
            frieda  %s   role staff: role user
            george  %s   roles staff, editors: roles user, editor"""
        .formatted(
            secrets.getProperty("DEMO_PASSWORD_FRIEDA"),
            secrets.getProperty("DEMO_PASSWORD_GEORGE"));
  }

  /** Ctrl-C reaches the whole process group; a SIGTERM to Maven would otherwise leave us running. */
  private static void stopTogether(Process server) {
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
  }

  /** The demo speaks plain http, so nobody else shall reach it. */
  private static Path loopbackOnly() throws IOException {
    Path commands = Files.createTempFile("portcullis-demo", ".asadmin");
    commands.toFile().deleteOnExit();
    return Files.writeString(
        commands,
        "set configs.config.server-config.network-config.network-listeners"
            + ".network-listener.http-listener.address=127.0.0.1\n");
  }

  private static Properties secrets(Path data) throws IOException {
    Path file = data.resolve("demo-secrets.properties");
    var secrets = new Properties();
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        secrets.load(in);
      }
    }
    if (!secrets.containsKey("AUTH_ENCRYPTION_KEY")) {
      secrets.setProperty("AUTH_ENCRYPTION_KEY", Base64.getEncoder().encodeToString(bytes(32)));
    }
    for (String user : USERS) {
      if (!secrets.containsKey("DEMO_PASSWORD_" + user)) {
        secrets.setProperty("DEMO_PASSWORD_" + user, passphrase());
      }
    }
    Files.createDirectories(data);
    createPrivate(file);
    try (var out = Files.newBufferedWriter(file)) {
      secrets.store(out, "Made for this installation of the demo only");
    }
    return secrets;
  }

  private static void createPrivate(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
      Files.createFile(
          file,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }

  /** 20 letters and digits, 100 bits, in groups that can be read aloud. */
  private static String passphrase() {
    String alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    var text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      text.append(i > 0 && i % 5 == 0 ? "-" : "");
      text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static int freePort(int first) {
    for (int port = first; port < first + 100; port++) {
      try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // the next one
      }
    }
    throw new IllegalStateException("No free port from " + first + " to " + (first + 99));
  }

  /** After a failed deployment the server runs and says "ready" too, so the demo itself is asked. */
  private static void announce(URI home, Path data, Properties secrets, String setUp) throws IOException {
    var connection = (HttpURLConnection) home.toURL().openConnection();
    connection.setReadTimeout(60_000);
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      System.err.println("The demo answers " + status + " at " + home + "; the log above says why.");
      System.exit(1);
    }
    System.out.println(announcement(home, data, secrets, setUp));
  }

  private static String announcement(
      URI home, Path data, Properties secrets, String setUp) {
    return """

        ------------------------------------------------------------------------
          The demo runs at %s      (Ctrl-C stops it)

          Users of this installation; they exist only in the demo:
            alice   %s   role user
            bob     %s   roles user, editor
            root    (the administrator) %s

          Databases, encryption key and these passphrases are in
            %s
          Delete that folder to start afresh.
        ------------------------------------------------------------------------
        """
        .formatted(
            home,
            secrets.getProperty("DEMO_PASSWORD_ALICE"),
            secrets.getProperty("DEMO_PASSWORD_BOB"),
            setUp,
            data);
  }
}
