package dev.portcullis.config;

import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the rules of {@code auth.protect}. */
final class ProtectSection {

  private static final String PATH = "auth.protect[].";

  // A method misspelt would leave the real one open, so only known ones are taken.
  private static final Set<String> METHOD_NAMES =
      Set.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "COPY",
          "LOCK",
          "MKCOL",
          "MOVE",
          "PROPFIND",
          "PROPPATCH",
          "REPORT",
          "SEARCH",
          "UNLOCK");

  static final Key<String> RULE_PATH =
      Key.of(
          PATH + "path",
          ValueType.of("servlet pattern", ServletPattern.ALLOWED, ServletPattern::parse),
          "The paths below the context path that the rule is for. Required.");
  static final Key<String> METHODS =
      Key.list(
          PATH + "methods",
          ValueType.of("method", "HTTP methods", ProtectSection::method),
          "The methods that it is for; without it, all. GET includes HEAD.");
  static final Key<Boolean> ACCESS =
      Key.of(
          PATH + "access",
          ValueTypes.choice(Map.of("anonymous", true)),
          "`anonymous`: open to everybody, and never challenges.");
  static final Key<String> ROLES =
      Key.list(
          PATH + "roles",
          GeneralSection.roleName(),
          "The caller must have one of them; without it any authenticated caller is let in.");
  static final Key<CredentialKind> ACCEPT =
      Key.list(
              PATH + "accept",
              ValueTypes.choice(CredentialKind.class),
              "The credentials that serve. `basic`: name and password with every request (RFC"
                  + " 7617). `certificate`: of a TLS client.")
          .defaultsInWords("session, bearer, and what `login-config` of web.xml names");
  static final Key<Duration> MAX_AGE =
      Key.of(
          PATH + "max_age",
          ValueTypes.duration("10s", "24h"),
          "How long ago the caller may have signed in.");
  static final Key<Boolean> CSRF =
      Key.of(
              PATH + "csrf",
              ValueTypes.choice(csrf()),
              "`origin`: an unsafe request with a cookie must come from `auth.public_url`.")
          .defaultsTo("none");
  static final Key<String> FACTOR =
      Key.of(
          PATH + "factor",
          ValueTypes.choice(Map.of("second", "second")),
          "`second`: the caller must have used a second factor. Programs are told so (RFC 9470),"
              + " browsers are asked for it.");

  static final List<Key<?>> KEYS =
      List.of(RULE_PATH, METHODS, ACCESS, ROLES, ACCEPT, MAX_AGE, CSRF, FACTOR);

  /** Which kinds of credentials there are at all. */
  record Available(boolean bearer, boolean basic, boolean certificate, boolean secondFactor) {}

  private ProtectSection() {}

  static List<ProtectRule> read(Section auth, String basePath, Available available) {
    var rules = new ArrayList<ProtectRule>();
    for (var section : auth.each("protect")) {
      var rule = rule(section);
      if (available.bearer() || !rule.accept().equals(Set.of(CredentialKind.BEARER))) {
        checkReached(section, rule, rules, basePath);
      } else {
        section.refuse(
            ACCEPT, "is bearer alone, and tokens are switched off", "Accept session, too.");
      }
      checkAccepted(section, rule, available);
      rules.add(rule);
    }
    warnOfUncovered(auth, rules);
    return rules;
  }

  private static ProtectRule rule(Section in) {
    var path =
        in.require(
            RULE_PATH,
            "is missing; a rule needs its paths",
            "Write " + ServletPattern.ALLOWED + ".");
    boolean anonymous = in.find(ACCESS).orElse(false);
    var methods = new HashSet<>(in.readList(METHODS));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    refuseEmpty(in, METHODS, methods, "Remove it for all methods.");
    var roles = in.readList(ROLES);
    refuseEmpty(in, ROLES, roles, "Remove it for any authenticated caller.");
    var accept = in.readList(ACCEPT);
    refuseEmpty(in, ACCEPT, accept, "Remove it for session and bearer.");
    if (anonymous) {
      for (var key : List.of(ROLES, ACCEPT, MAX_AGE, FACTOR)) {
        if (in.has(key)) {
          in.refuse(
              key,
              "contradicts access: anonymous, which lets everybody in",
              "Remove one of the two.");
        }
      }
    }
    return new ProtectRule(
        path.orElse(""),
        methods,
        anonymous,
        roles,
        accept.isEmpty() ? CredentialKind.USUAL : accept,
        !in.has(ACCEPT),
        in.find(MAX_AGE).orElse(null),
        in.find(FACTOR).isPresent(),
        in.read(CSRF));
  }

  /** A list that is written and empty lets in either nobody or everybody; nobody can tell. */
  private static void refuseEmpty(Section in, Key<?> key, Set<?> values, String remedy) {
    if (in.isEmptyList(key) && values.isEmpty()) {
      in.refuse(key, "is an empty list", remedy);
    }
  }

  private static void checkReached(
      Section section, ProtectRule rule, List<ProtectRule> earlier, String basePath) {
    for (int i = 0; i < earlier.size(); i++) {
      var first = earlier.get(i);
      boolean methods =
          first.methods().isEmpty()
              || (!rule.methods().isEmpty() && first.methods().containsAll(rule.methods()));
      if (!rule.path().isEmpty() && methods && ServletPattern.covers(first.path(), rule.path())) {
        section.refuse(
            RULE_PATH,
            "is never reached: auth.protect[%d] (%s) matches all of it first"
                .formatted(i, first.path()),
            "Put the narrower rule first, or remove one of the two.");
        return;
      }
    }
    if (ServletPattern.covers(basePath + "/*", rule.path())) {
      section.refuse(
          RULE_PATH,
          "is below " + basePath + ", where Portcullis itself answers and no rule counts",
          "Remove the rule, or change auth.base_path.");
    }
  }

  private static void checkAccepted(Section section, ProtectRule rule, Available available) {
    if (rule.secondFactor()
        && !rule.anonymous()
        && !available.secondFactor()
        && !rule.accept().equals(Set.of(CredentialKind.BEARER))) {
      section.refuse(
          FACTOR,
          "is second, and nobody can have a second factor",
          "Add auth.providers.two_factor, or remove it.");
    }
    if (rule.accept().contains(CredentialKind.BASIC) && !available.basic()) {
      section.refuse(
          ACCEPT,
          "has basic, and nobody can sign in with a password",
          "Remove it, or switch auth.providers.local or auth.providers.ldap on.");
    }
    if (rule.accept().contains(CredentialKind.CERTIFICATE) && !available.certificate()) {
      section.refuse(
          ACCEPT,
          "has certificate, and nothing says whose certificates are trusted",
          "Add auth.providers.client_cert, or remove it.");
    }
  }

  /** The classic hole: a rule for GET and POST leaves the other methods unprotected. */
  private static void warnOfUncovered(Section auth, List<ProtectRule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      boolean covered =
          rule.anonymous()
              || rule.methods().isEmpty()
              || rules.stream()
                  .anyMatch(
                      other ->
                          other.methods().isEmpty()
                              && ServletPattern.covers(other.path(), rule.path()));
      if (!covered) {
        auth.warn(
            "protect[" + i + "]",
            "protects "
                + rule.path()
                + " for some methods only, and no rule is for the others:"
                + " they are open");
      }
    }
  }

  private static String method(String text) throws BadValueException {
    var method = text.toUpperCase(Locale.ROOT);
    if (!METHOD_NAMES.contains(method)) {
      throw new BadValueException("is not the name of a method");
    }
    return method;
  }

  private static Map<String, Boolean> csrf() {
    var words = new LinkedHashMap<String, Boolean>();
    words.put("none", false);
    words.put("origin", true);
    return words;
  }
}
