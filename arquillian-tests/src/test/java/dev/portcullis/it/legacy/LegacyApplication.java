package dev.portcullis.it.legacy;

import dev.portcullis.it.support.BuildProperty;
import java.io.File;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
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
    return application(name)
        .merge(
            ShrinkWrap.create(ZipImporter.class, "portcullis.war")
                .importFrom(new File(BuildProperty.required("it.war")))
                .as(WebArchive.class),
            Filters.include("/WEB-INF/lib/.*"));
  }

  /** The same as it was before: without Portcullis and its configuration. */
  public static WebArchive untouched(String name) {
    WebArchive war = application(name);
    war.delete("WEB-INF/auth.yaml");
    return war;
  }

  private static WebArchive application(String name) {
    return ShrinkWrap.create(ExplodedImporter.class, name + ".war")
        .importDirectory(new File(BuildProperty.required("it.legacy"), name))
        .as(WebArchive.class)
        .addPackage("dev.portcullis.legacy." + name);
  }
}
