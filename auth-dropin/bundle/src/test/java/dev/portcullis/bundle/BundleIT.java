package dev.portcullis.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BundleIT {

  private static final String SHADED = "dev/portcullis/shaded/";

  /** What may stand outside of our own package. */
  private static final Predicate<String> EXPECTED =
      Pattern.compile(
              "META-INF/(MANIFEST\\.MF|LICENSE|THIRD-PARTY-NOTICES\\.txt|beans\\.xml|web-fragment\\.xml"
                  + "|services/(dev\\.portcullis\\.shaded|jakarta|io\\.undertow)\\..*)")
          .asMatchPredicate();

  private final BundleJar jar = BundleJar.read();

  @Test
  void holdsNothingUnderTheNamesOfOthers() {
    assertThat(jar.entries().keySet())
        .filteredOn(name -> !name.startsWith("dev/portcullis/") && !EXPECTED.test(name))
        .as("add a relocation or an exclusion to the bundle's pom.xml")
        .isEmpty();
    assertThat(jar.entries().keySet()).noneMatch(name -> name.endsWith("module-info.class"));
  }

  @Test
  void refersToItsLibrariesByTheirNewNames() {
    var left = new TreeSet<String>();
    for (var name : jar.entries().keySet()) {
      if (name.endsWith(".class")) {
        for (var type : jar.typesIn(name)) {
          if (jar.entries().containsKey(SHADED + type + ".class")) {
            left.add(name + " -> " + type);
          }
        }
      }
    }
    assertThat(left).isEmpty();
  }

  /** A name put together at run time would be looked up in the application's libraries. */
  @Test
  void everyServiceIsThereUnderItsNewName() {
    var services = Map.of("jakarta.servlet.ServletContainerInitializer", 1);
    var found = new HashMap<String, Integer>();
    for (var name : jar.entries().keySet()) {
      if (name.startsWith("META-INF/services/")) {
        var providers =
            jar.text(name)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        found.put(name.substring("META-INF/services/".length()), providers.size());
        assertThat(providers)
            .as(name)
            .allSatisfy(
                provider ->
                    assertThat(jar.entries()).containsKey(provider.replace('.', '/') + ".class"));
      }
    }
    assertThat(found).containsAllEntriesOf(services);
    assertThat(found.get("dev.portcullis.shaded.org.flywaydb.core.extensibility.Plugin"))
        .isGreaterThan(5);
  }

  /** Its data are files whose names it puts together; with nothing else on the class path. */
  @Test
  void numbersAreReadByTheLibraryUnderItsNewName() throws Exception {
    var bundle = Path.of(BundleJar.required("bundle")).toUri().toURL();
    try (var alone = new URLClassLoader(new URL[] {bundle}, ClassLoader.getPlatformClassLoader())) {
      var type =
          alone.loadClass("dev.portcullis.shaded.com.google.i18n.phonenumbers.PhoneNumberUtil");
      var numbers = type.getMethod("getInstance").invoke(null);
      var number =
          type.getMethod("parse", CharSequence.class, String.class)
              .invoke(numbers, "0151 23456789", "DE");
      assertThat(type.getMethod("isValidNumber", number.getClass()).invoke(numbers, number))
          .isEqualTo(true);
    }
  }

  /** Jakarta Mail is the server's: another copy's sessions would not be those of JNDI. */
  @Test
  void mailIsLeftToTheServer() {
    assertThat(jar.entries().keySet())
        .noneMatch(
            name ->
                name.contains("jakarta/mail/")
                    || name.contains("angus")
                    || name.contains("mailcap")
                    || name.contains("javamail"));
    assertThat(jar.typesIn("dev/portcullis/delivery/MailCarrier.class"))
        .contains("jakarta/mail/Transport");
  }

  @Test
  void onlyOurOwnClassesCanBecomeBeans() {
    assertThat(jar.text("META-INF/beans.xml"))
        .contains(
            "bean-discovery-mode=\"annotated\"", "<exclude name=\"dev.portcullis.shaded.**\"/>");
  }

  /** Servers read some of them, such as the modules that WildFly has to show to the application. */
  @Test
  void carriesTheAttributesOfTheWebSide() throws IOException {
    var ours = attributes(jar.manifest());
    try (var in = Files.newInputStream(Path.of(BundleJar.required("webSideManifest")))) {
      var webSide = attributes(new Manifest(in));
      Set.of("Implementation-Title", "Created-By").forEach(webSide::remove);
      assertThat(ours).containsAllEntriesOf(webSide);
    }
    assertThat(ours).doesNotContainKeys("Multi-Release", "Main-Class", "Automatic-Module-Name");
    assertThat(jar.manifest().getEntries()).as("digests of signed libraries").isEmpty();
  }

  private static Map<String, String> attributes(Manifest manifest) {
    var attributes = new HashMap<String, String>();
    for (var attribute : manifest.getMainAttributes().entrySet()) {
      attributes.put(
          ((Attributes.Name) attribute.getKey()).toString(), String.valueOf(attribute.getValue()));
    }
    return attributes;
  }

  /** Written anew with -Dregenerate=true. */
  @Test
  void namesEveryLibraryWithItsLicence() throws IOException {
    var notices = new ThirdPartyNotices(BundleJar.libraries()).text();
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(Path.of(BundleJar.required("notices")), notices);
      return;
    }
    assertThat(jar.text("META-INF/THIRD-PARTY-NOTICES.txt"))
        .as("build anew with -Dregenerate=true")
        .isEqualTo(notices);
    assertThat(jar.text("META-INF/LICENSE")).contains("Apache License");
  }
}
