package dev.portcullis.it.legacy;

import dev.portcullis.it.support.BuildProperty;
import dev.portcullis.legacy.estate.EstateBean;
import dev.portcullis.legacy.estate.EstateServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ClassLoaderAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An EAR of two WARs and a jar of EJBs, without Portcullis and with it. */
public final class EnterpriseApplication {

  private EnterpriseApplication() {}

  /** As it is built: it knows nothing of us. */
  public static EnterpriseArchive original(String name) {
    return ShrinkWrap.create(EnterpriseArchive.class, name + ".ear")
        .setApplicationXML(asset("application.xml"))
        .addAsModule(
            ShrinkWrap.create(JavaArchive.class, "estate-ejb.jar").addClass(EstateBean.class))
        .addAsModule(war("front.war"))
        .addAsModule(war("back.war"));
  }

  private static WebArchive war(String name) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addClass(EstateServlet.class)
        .setWebXML(asset("web.xml"));
  }

  private static ClassLoaderAsset asset(String name) {
    return new ClassLoaderAsset("estate/" + name);
  }

  /** With the command, as an operator does it who has no source. */
  public static EnterpriseArchive secured(String name) throws IOException {
    Path folder =
        Files.createTempDirectory(
            Files.createDirectories(Path.of(BuildProperty.required("it.work"))), "estate");
    Path ear = folder.resolve("estate.ear");
    original(name).as(ZipExporter.class).exportTo(ear.toFile());
    Path config = folder.resolve("auth.yaml");
    try (var in = asset("auth.yaml").openStream()) {
      Files.copy(in, config);
    }
    Path made = folder.resolve("secured.ear");
    DropInIT.command(
        "add",
        "" + ear,
        "--config",
        "" + config,
        "--web-module",
        "front.war",
        "--web-module",
        "back.war",
        "--out",
        "" + made);
    return ShrinkWrap.create(ZipImporter.class, name + ".ear")
        .importFrom(made.toFile())
        .as(EnterpriseArchive.class);
  }
}
