package dev.portcullis.command.scan;

import dev.portcullis.command.zip.Budget;
import dev.portcullis.command.zip.UnacceptableArchiveException;
import dev.portcullis.command.zip.ZipImage;
import dev.portcullis.command.zip.ZipRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/** What was found in a WAR, with everything that is nested in it. */
final class WarFacts {

  static final String CLASSES = "WEB-INF/classes/";
  static final String LIBRARIES = "WEB-INF/lib/";

  /** A class that every build of Portcullis' web side has. */
  private static final String PORTCULLIS = "dev/portcullis/web/PortcullisInitializer.class";

  private static final Map<String, String> GUARDS =
      Map.of(
          "org/springframework/security/", "Spring Security",
          "org/apache/shiro/", "Apache Shiro",
          "org/pac4j/", "pac4j");

  private static final int LARGEST_PAGE = 1 << 20;
  private static final Pattern PAGE = Pattern.compile(".*\\.(jsp|jspx|jspf|tag|tagx|xhtml)");
  private static final Pattern JAVAX =
      Pattern.compile("javax\\.(servlet|ejb|persistence|faces|enterprise)\\.[a-z.]*[A-Z]");
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

  /** By where the class lies: which classes, each with the packages it refers to. */
  final Map<String, Map<String, Set<String>>> javax = new TreeMap<>();

  final List<String> javaxPages = new ArrayList<>();

  /** Each as "class (why) in where". */
  final List<String> mechanisms = new ArrayList<>();

  final List<String> portcullis = new ArrayList<>();
  final Map<String, String> guards = new TreeMap<>();
  final List<String> unread = new ArrayList<>();
  final Set<String> names = new HashSet<>();
  boolean signed;
  int javaVersion;
  String newestClass = "";
  Optional<WebXml> webXml = Optional.empty();
  Optional<String> badWebXml = Optional.empty();

  private WarFacts() {}

  static WarFacts of(ZipImage war, Budget budget) throws UnacceptableArchiveException {
    var facts = new WarFacts();
    for (var entry : war.entries()) {
      facts.names.add(entry.name());
      if (!entry.isFolder()) {
        facts.look(war, entry, budget);
      }
    }
    return facts;
  }

  /** Of an EAR: its jars, and not its WARs. */
  static WarFacts ofEar(ZipImage ear, Budget budget) throws UnacceptableArchiveException {
    var facts = new WarFacts();
    for (var entry : ear.entries()) {
      var name = entry.name();
      facts.names.add(name);
      facts.signed |= SIGNATURE.matcher(name).matches();
      if (name.endsWith(".jar")) {
        facts.library(name, ear.content(entry, budget), budget);
      }
    }
    return facts;
  }

  private void look(ZipImage war, ZipRecord entry, Budget budget)
      throws UnacceptableArchiveException {
    var name = entry.name();
    if (SIGNATURE.matcher(name).matches()) {
      signed = true;
    } else if (name.equals("WEB-INF/web.xml")) {
      readWebXml(war.content(entry, budget));
    } else if (name.startsWith(CLASSES)) {
      lookAtClass("WEB-INF/classes", war, entry, name.substring(CLASSES.length()), budget);
    } else if (name.startsWith(LIBRARIES) && name.endsWith(".jar")) {
      library(name, war.content(entry, budget), budget);
    } else if (PAGE.matcher(name).matches() && entry.size() <= LARGEST_PAGE) {
      var text = new String(war.content(entry, budget), StandardCharsets.ISO_8859_1);
      if (JAVAX.matcher(text).find()) {
        javaxPages.add(name);
      }
    }
  }

  /** Looks into a jar, in memory. */
  private void library(String name, byte[] content, Budget budget)
      throws UnacceptableArchiveException {
    ZipImage jar;
    try {
      jar = ZipImage.parseLibrary(ByteBuffer.wrap(content));
    } catch (UnacceptableArchiveException e) {
      unread.add(name + " " + e.getMessage());
      return;
    }
    for (var entry : jar.entries()) {
      if (!entry.isFolder()) {
        lookAtClass(name, jar, entry, entry.name(), budget);
      }
    }
  }

  private void lookAtClass(
      String where, ZipImage archive, ZipRecord entry, String name, Budget budget)
      throws UnacceptableArchiveException {
    if (name.equals(PORTCULLIS)) {
      portcullis.add(where);
    }
    GUARDS.forEach(
        (prefix, product) -> {
          if (name.startsWith(prefix)) {
            guards.putIfAbsent(product, where);
          }
        });
    // What is for other Java versions, and our own, is not looked at.
    if (!name.endsWith(".class")
        || name.startsWith("META-INF/")
        || name.startsWith("dev/portcullis/")) {
      return;
    }
    ClassFacts.read(archive.content(entry, budget)).ifPresent(facts -> note(where, facts));
  }

  private void note(String where, ClassFacts facts) {
    if (!facts.javaxPackages().isEmpty()) {
      javax.computeIfAbsent(where, any -> new TreeMap<>()).put(facts.name(), facts.javaxPackages());
    }
    facts.mechanism().ifPresent(why -> mechanisms.add(facts.name() + " (" + why + ") in " + where));
    if (facts.javaVersion() > javaVersion) {
      javaVersion = facts.javaVersion();
      newestClass = facts.name() + " in " + where;
    }
  }

  private void readWebXml(byte[] content) {
    try {
      webXml = Optional.of(WebXml.read(content));
    } catch (XMLStreamException e) {
      badWebXml = Optional.of("line " + e.getLocation().getLineNumber());
    }
  }
}
