package dev.portcullis.it.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.FirstAdministrator;
import dev.portcullis.it.TestApplication;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.it.support.BuildProperty;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ClassLoaderAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A legacy application of which there is only the WAR: the command puts the bundle in, beside
 * libraries of ten years ago, and takes it out again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DropInIT {

  private static final String NAME = "stock";

  private @Nullable RunningServer server;
  private @Nullable Path legacy;
  private @Nullable Path secured;

  @BeforeAll
  void secureAndStart() throws IOException {
    Path folder = Files.createTempDirectory(work(), "dropin");
    Path war = folder.resolve("legacy.war");
    legacyApplication().as(ZipExporter.class).exportTo(war.toFile());
    legacy = war;
    Path config = folder.resolve("auth.yaml");
    try (var in = new ClassLoaderAsset("dropin/auth.yaml").openStream()) {
      Files.copy(in, config);
    }
    Path made = folder.resolve("secured.war");
    String said = command("add", "" + war, "--config", "" + config, "--out", "" + made);
    assertThat(said).contains("login-config (FORM)", "needs AUTH_ENCRYPTION_KEY", "Portcullis");
    secured = made;
    server =
        RunningServer.start(
            "dropin",
            "auto",
            ShrinkWrap.create(ZipImporter.class, NAME + ".war")
                .importFrom(made.toFile())
                .as(WebArchive.class));
  }

  @AfterAll
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  /** No class of ours, and nothing that it did not have in 2015. */
  private static WebArchive legacyApplication() {
    WebArchive war =
        ShrinkWrap.create(WebArchive.class, NAME + ".war")
            .setWebXML(asset("web.xml"))
            .addAsWebInfResource(asset("payara-web.xml"), "payara-web.xml")
            .addAsWebInfResource(
                asset("jboss-deployment-structure.xml"), "jboss-deployment-structure.xml")
            .addAsWebResource(asset("index.jsp"), "index.jsp")
            .addAsWebResource(asset("login.jsp"), "login.jsp")
            .addAsWebResource(asset("inside.jsp"), "inside/index.jsp")
            .addAsWebResource(asset("inside.jsp"), "api/caller.jsp");
    File[] libraries =
        Objects.requireNonNull(new File(BuildProperty.required("it.oldLibraries")).listFiles());
    File servlet = OldClasses.compile("dropin/LibrariesServlet.java", List.of(libraries));
    return war.addAsLibraries(libraries)
        .addAsWebInfResource(servlet, "classes/" + servlet.getName());
  }

  private static ClassLoaderAsset asset(String name) {
    return new ClassLoaderAsset("dropin/" + name);
  }

  @Test
  void theApplicationsOldLibrariesAreTheOnesItGets() {
    Answer answer = client().get("/libraries");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("jackson")).isEqualTo("2.9.10");
    assertThat(answer.json().get("jackson_reads").asInt()).isEqualTo(2);
    assertThat(answer.json().get("nimbus_verified").asBoolean()).isTrue();
    assertThat(answer.json().get("nimbus_payload").asInt()).isEqualTo(1);
    assertThat(answer.text("nimbus_from")).contains("nimbus-jose-jwt-4.41.2.jar");
    assertThat(answer.json().get("bouncycastle").asDouble()).isEqualTo(1.52);
    assertThat(answer.json().get("bouncycastle_digest").asInt()).isEqualTo(32);
    assertThat(answer.text("bouncycastle_from")).contains("bcprov-jdk15on-1.52.jar");
  }

  @Test
  void itsConstraintsHoldAndTheirCallersLogInThroughUs() {
    TestClient anybody = client().likeBrowser();
    assertThat(anybody.get("/index.jsp").body()).contains("open to all");
    assertThat(anybody.get("/inside/index.jsp").body()).doesNotContain("remote_user");
    TestClient root = administrator();
    Answer inside = root.get("/inside/index.jsp");
    assertThat(inside.text("remote_user")).isEqualTo("root");
    assertThat(inside.json().get("admin").asBoolean()).isTrue();
    assertThat(root.get("/auth/account").body()).contains("root");
  }

  @Test
  void pagesAndTokensWorkFromTheBundle() {
    assertThat(client().likeBrowser().get("/auth/login").body()).contains("<form", "password");
    administrator();
    Answer tokens = client().login("root", TestApplication.ROOT);
    assertThat(tokens.status()).isEqualTo(200);
    TestClient program = client().withToken(tokens.text("access_token"));
    assertThat(program.get("/api/caller.jsp").text("remote_user")).isEqualTo("root");
    assertThat(client().get("/api/caller.jsp").status()).isEqualTo(401);
    assertThat(client().get("/auth/metrics").body()).contains("auth_login_seconds");
  }

  @Test
  void takenOutTheOriginalIsThereByteForByte() throws IOException {
    Path made = Objects.requireNonNull(secured);
    Path back = made.resolveSibling("back.war");
    assertThat(command("remove", "" + made, "--out", "" + back)).contains("byte for byte");
    assertThat(Files.mismatch(Objects.requireNonNull(legacy), back)).isEqualTo(-1);
  }

  private TestClient administrator() {
    RunningServer running = Objects.requireNonNull(server);
    return FirstAdministrator.browser(running.application(NAME), running.log());
  }

  private TestClient client() {
    return new TestClient(Objects.requireNonNull(server).application(NAME));
  }

  private static Path work() throws IOException {
    return Files.createDirectories(Path.of(BuildProperty.required("it.work")));
  }

  /** Runs the command as its user does, and returns what it said. */
  static String command(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", BuildProperty.required("it.command")));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // The variables of the server are not those of the machine where the command runs.
    builder.environment().remove("AUTH_ENCRYPTION_KEY");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
