package dev.portcullis.it.legacy;

import dev.portcullis.it.TestApplication;
import dev.portcullis.it.support.BuildProperty;
import dev.portcullis.testing.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ExplodedImporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Legacy applications: the pages and descriptors below src/test/legacy, the classes of the package
 * of the same name, and Portcullis dropped in with its configuration.
 */
public final class LegacyApplication {

  private LegacyApplication() {}

  /**
   * Puts one together.
   *
   * @param name of the folder below src/test/legacy, of the package and of the context path
   */
  public static WebArchive war(String name) {
    return war(name, name, UnaryOperator.identity());
  }

  /**
   * The same under another context path, or with other settings.
   *
   * @param folder below src/test/legacy, and the package
   * @param change of its {@code auth.yaml}
   */
  public static WebArchive war(String name, String folder, UnaryOperator<String> change) {
    WebArchive war = application(name, folder);
    String settings = TestApplication.text(war.delete("WEB-INF/auth.yaml"));
    return war.addAsWebInfResource(new StringAsset(change.apply(settings)), "auth.yaml")
        .merge(
            ShrinkWrap.create(ZipImporter.class, "portcullis.war")
                .importFrom(new File(BuildProperty.required("it.war")))
                .as(WebArchive.class),
            Filters.include("/WEB-INF/lib/.*"));
  }

  /** The vault, which takes the certificates of that authority. */
  public static WebArchive vault(TestCertificates authority) {
    try {
      Path anchors = authority.writeTo(Path.of(BuildProperty.required("it.work")));
      return war(
          "vault",
          "vault",
          settings ->
              settings.replace("/etc/vault/clients-ca.pem", anchors.toAbsolutePath().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One as it was before: without Portcullis and its configuration. */
  public static WebArchive untouched(String name) {
    return untouched(name, name);
  }

  /** The same under another context path. */
  public static WebArchive untouched(String name, String folder) {
    WebArchive war = application(name, folder);
    war.delete("WEB-INF/auth.yaml");
    return war;
  }

  private static WebArchive application(String name, String folder) {
    return ShrinkWrap.create(ExplodedImporter.class, name + ".war")
        .importDirectory(new File(BuildProperty.required("it.legacy"), folder))
        .as(WebArchive.class)
        .addPackage("dev.portcullis.legacy." + folder);
  }
}
