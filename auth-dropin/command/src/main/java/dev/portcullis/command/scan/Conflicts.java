package dev.portcullis.command.scan;

import dev.portcullis.command.zip.Budget;
import dev.portcullis.command.zip.UnacceptableArchiveException;
import dev.portcullis.command.zip.ZipImage;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.Door;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Judges what a WAR holds: one step for each thing that can stand in the way. */
@SuppressWarnings("AnnotateFormatMethod") // Would take its annotations along.
public final class Conflicts {

  private static final String FRAGMENT = "portcullis";
  private static final String MARKER = "META-INF/portcullis-added.txt";
  private static final Set<String> DONE_LIKEWISE = Set.of("FORM", "BASIC", "CLIENT-CERT");
  private static final String JAVAX =
      " javax, the names before Jakarta EE 9, which no server that Portcullis runs on has:"
          + " migrate the application to jakarta first (Eclipse Transformer does it with binaries)";

  private final WarFacts facts;
  private final Optional<AuthSettings> settings;
  private final List<Finding> findings = new ArrayList<>();

  private Conflicts(WarFacts facts, Optional<AuthSettings> settings) {
    this.facts = facts;
    this.settings = settings;
  }

  /**
   * Everything that is found, all at once.
   *
   * @param settings those it will run with, if they are known
   * @throws UnacceptableArchiveException where the WAR is damaged or unpacks to too much
   */
  public static List<Finding> in(ZipImage war, Optional<AuthSettings> settings, Budget budget)
      throws UnacceptableArchiveException {
    var conflicts = new Conflicts(WarFacts.of(war, budget), settings);
    conflicts.signature();
    conflicts.portcullis();
    conflicts.javax();
    conflicts.mechanisms();
    conflicts.webXml();
    conflicts.guards();
    conflicts.paths();
    conflicts.rest();
    return List.copyOf(conflicts.findings);
  }

  /** What an EAR has beside its WARs: EJBs and libraries, which its WARs see too. */
  public static List<Finding> inEar(ZipImage ear, Optional<AuthSettings> settings, Budget budget)
      throws UnacceptableArchiveException {
    var conflicts = new Conflicts(WarFacts.ofEar(ear, budget), settings);
    conflicts.signature();
    conflicts.portcullis();
    conflicts.javax();
    conflicts.mechanisms();
    conflicts.rest();
    return List.copyOf(conflicts.findings);
  }

  private void signature() {
    if (facts.signed) {
      conflict(
          "The archive is signed, and what is added would not be: remove the signature first.");
    }
  }

  private void portcullis() {
    for (var where : facts.portcullis) {
      conflict("Portcullis is in it already, in %s: take it out first.", where);
    }
    if (facts.names.contains(MARKER) && facts.portcullis.isEmpty()) {
      conflict("It has a %s, so something was added to it already: take that out first.", MARKER);
    }
    if (facts.names.contains("WEB-INF/auth.yaml")) {
      conflict("It has a WEB-INF/auth.yaml already: take it out first.");
    }
  }

  /** A library may have classes for servers of old that nobody loads; the application has not. */
  private void javax() {
    Set<String> named = facts.webXml.map(web -> Set.copyOf(web.classes())).orElse(Set.of());
    facts.javax.forEach(
        (where, classes) -> {
          var packages = new TreeSet<String>();
          classes.values().forEach(packages::addAll);
          var registered = classes.keySet().stream().filter(named::contains).findFirst();
          if (isApplications(where) || registered.isPresent()) {
            conflict(
                "%d %s in %s (%s) %s %s, so it is written for%s.",
                classes.size(),
                classes.size() == 1 ? "class" : "classes",
                where,
                registered.orElse(classes.keySet().iterator().next()),
                classes.size() == 1 ? "refers to" : "refer to",
                String.join(", ", packages),
                JAVAX);
          } else {
            warning(
                "%s refers to %s, which the server does not have; that matters only if these"
                    + " classes are used (%s).",
                where, String.join(", ", packages), classes.keySet().iterator().next());
          }
        });
    if (!facts.javaxPages.isEmpty()) {
      warning(
          "%d of its pages name classes of javax, the first is %s; they will not compile.",
          facts.javaxPages.size(), facts.javaxPages.get(0));
    }
  }

  /** Its own classes, and in an EAR its EJBs; libraries lie in a folder. */
  private static boolean isApplications(String where) {
    return where.equals("WEB-INF/classes") || where.indexOf('/') < 0;
  }

  private void mechanisms() {
    boolean filterOnly = settings.map(AuthSettings::door).filter(Door.FILTER::equals).isPresent();
    for (var mechanism : facts.mechanisms) {
      if (filterOnly) {
        warning(
            "It has an authentication mechanism of its own, %s: with auth.door: filter that one"
                + " goes on, and EJBs know its callers only.",
            mechanism);
      } else {
        conflict(
            "It has an authentication mechanism of its own, %s, and a container takes one only:"
                + " remove it, or set auth.door: filter.",
            mechanism);
      }
    }
  }

  private void webXml() {
    facts.badWebXml.ifPresent(
        line -> conflict("WEB-INF/web.xml is not well-formed XML (%s).", line));
    facts.webXml.ifPresent(
        web -> {
          if (web.leavesOut(FRAGMENT)) {
            conflict(
                "absolute-ordering in web.xml leaves out every jar that it does not name, and so"
                    + " Portcullis: add <others/> or <name>"
                    + FRAGMENT
                    + "</name> to it.");
          }
          if (web.filterNames().contains(FRAGMENT)) {
            conflict("web.xml has a filter named \"" + FRAGMENT + "\", which is ours: rename it.");
          }
          if (web.metadataComplete()) {
            note("web.xml has metadata-complete=\"true\": Portcullis is found all the same.");
          }
          web.authMethod().ifPresent(this::loginConfig);
        });
  }

  private void loginConfig(String method) {
    var upper = method.replace('_', '-').toUpperCase(Locale.ROOT);
    if (!DONE_LIKEWISE.contains(upper)) {
      warning(
          "web.xml has a login-config (%s), which Portcullis does not do: people are asked to sign"
              + " in on Portcullis's page instead, and programs for a token.",
          method);
      return;
    }
    boolean certificates = settings.map(s -> s.certificate().enabled()).orElse(false);
    if (upper.equals("CLIENT-CERT") && !certificates) {
      warning(
          "web.xml has a login-config (%s), and auth.providers.client_cert is not configured:"
              + " people are asked to sign in on Portcullis's page instead of by certificate.",
          method);
      return;
    }
    note(
        "web.xml has a login-config (%s): Portcullis takes its place, and the roles and"
            + " security-constraints of web.xml stay in force.",
        method);
  }

  private void guards() {
    facts.guards.forEach(
        (product, where) ->
            warning(
                "It has %s (%s), which may guard the same paths: whoever logs in here is not"
                    + " logged in there.",
                product, where));
  }

  private void paths() {
    var base = settings.map(AuthSettings::basePath).orElse("/auth");
    facts.names.stream()
        .filter(name -> name.startsWith(base.substring(1) + "/"))
        .sorted()
        .findFirst()
        .ifPresent(
            name ->
                warning(
                    "It has %s, which will no longer be reached: everything below %s is answered by"
                        + " Portcullis (auth.base_path).",
                    name, base));
    facts.webXml.stream()
        .flatMap(web -> web.servletPatterns().stream())
        .filter(pattern -> pattern.equals(base) || pattern.startsWith(base + "/"))
        .forEach(
            pattern ->
                warning(
                    "web.xml maps a servlet to %s, which will no longer be reached: everything below"
                        + " %s is answered by Portcullis (auth.base_path).",
                    pattern, base));
  }

  private void rest() {
    for (var unread : facts.unread) {
      warning("It was not looked into: %s.", unread);
    }
    if (facts.javaVersion > 17) {
      note(
          "It needs Java %d (%s); Portcullis itself needs 17.",
          facts.javaVersion, facts.newestClass);
    }
  }

  private void conflict(String text, Object... values) {
    findings.add(Finding.conflict(text.formatted(values)));
  }

  private void warning(String text, Object... values) {
    findings.add(Finding.warning(text.formatted(values)));
  }

  private void note(String text, Object... values) {
    findings.add(Finding.note(text.formatted(values)));
  }
}
