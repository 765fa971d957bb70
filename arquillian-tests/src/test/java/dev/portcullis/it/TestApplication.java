package dev.portcullis.it;

import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.ProbeServlet;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.it.support.BuildProperty;
import dev.portcullis.it.support.Polling;
import dev.portcullis.it.support.Resources;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.Node;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ClassLoaderAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The demo's WAR with a probe in it, and its people. */
public final class TestApplication {

  /** Passphrases of the demo's people; failsafe hands them to the server as well. */
  public static final String ALICE = passphrase("ALICE");

  public static final String BOB = passphrase("BOB");
  public static final String ROOT = passphrase("ROOT");

  private TestApplication() {}

  /** The demo as it is built, with the probe and the tests' settings. */
  public static WebArchive war(String name, String settings) {
    return war(name, settings, UnaryOperator.identity());
  }

  /** The same with other settings. */
  public static WebArchive war(String name, String settings, UnaryOperator<String> change) {
    WebArchive war =
        ShrinkWrap.create(ZipImporter.class, name + ".war")
            .importFrom(new File(BuildProperty.required("it.war")))
            .as(WebArchive.class)
            .addPackage(ProbeServlet.class.getPackage());
    war.delete("WEB-INF/auth.yaml");
    String text = change.apply(String.join("\n", Resources.lines(settings)));
    war.addAsWebInfResource(new StringAsset(text), "auth.yaml");
    return RunningServer.onWildFly() ? withDatasourcesOfTheServer(war) : war;
  }

  /** An application with nothing in it but Portcullis. */
  public static WebArchive libraries(String name) {
    return ShrinkWrap.create(WebArchive.class, name + ".war")
        .merge(
            ShrinkWrap.create(ZipImporter.class, "lib.war")
                .importFrom(new File(BuildProperty.required("it.war")))
                .as(WebArchive.class),
            Filters.include("/WEB-INF/lib/.*"));
  }

  /**
   * An application of JSPs and descriptors alone, whose web.xml leaves annotations and web
   * fragments out, as old ones do.
   */
  public static WebArchive metadataComplete(String name, String settings) {
    WebArchive war = libraries(name);
    war.addAsWebInfResource(new ClassLoaderAsset(settings), "auth.yaml");
    war.setWebXML(new ClassLoaderAsset("metadata-complete-web.xml"));
    for (String folder : List.of("open", "members", "admin", "all")) {
      war.addAsWebResource(new ClassLoaderAsset("hello.jsp"), folder + "/hello.jsp");
    }
    return war;
  }

  /**
   * The demo brings its datasources in a way that only Payara reads; here they are the server's.
   */
  private static WebArchive withDatasourcesOfTheServer(WebArchive war) {
    rewrite(war, "WEB-INF/auth.yaml", text -> text.replace("java:app/jdbc/", "jdbc/"));
    rewrite(
        war,
        "WEB-INF/classes/META-INF/persistence.xml",
        text -> text.replace("java:app/jdbc/", "java:/jdbc/"));
    rewrite(
        war, "WEB-INF/web.xml", text -> text.replaceAll("(?s)<data-source>.*</data-source>", ""));
    return war;
  }

  private static void rewrite(WebArchive war, String path, UnaryOperator<String> change) {
    String before = text(war.delete(path));
    String after = change.apply(before);
    war.add(new StringAsset(after), path);
  }

  /** What a file of an archive says. */
  public static String text(Node node) {
    try (InputStream in = node.getAsset().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with what tests need that run inside it. */
  public static WebArchive testable(String name, String settings) {
    return war(name, settings)
        .addPackages(
            false,
            TestApplication.class.getPackage(),
            TestClient.class.getPackage(),
            RunningServer.class.getPackage(),
            Polling.class.getPackage())
        .addClasses(Proves.class, Authenticator.class)
        .addAsLibrary(jarOf(Assertions.class));
  }

  public static File jarOf(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** An address that paths can be appended to. */
  public static URI withoutTrailingSlash(URL address) {
    return URI.create(address.toString().replaceAll("/$", ""));
  }

  private static String passphrase(String user) {
    String value = System.getenv("DEMO_PASSWORD_" + user);
    return value == null ? "" : value;
  }
}
