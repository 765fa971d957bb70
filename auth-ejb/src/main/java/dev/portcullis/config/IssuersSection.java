package dev.portcullis.config;

import dev.portcullis.config.IssuerSettings.KeySource;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth.providers.jwt.issuers}: what is accepted of whom, and whom it stands for. */
final class IssuersSection {

  static final String PATH = "auth.providers.jwt.issuers[].";

  /** Each is tried where a key's id is known of several, so there is an end to them (S79). */
  private static final int MOST_ISSUERS = 20;

  static final Key<String> ISSUER =
      Key.of(
          PATH + "issuer",
          ValueTypes.text(),
          "Claim `iss`, compared byte for byte. Without any key beside it, keys are found through"
              + " its metadata. Required.");
  static final Key<String> NAME =
      Key.of(
              PATH + "name",
              ValueTypes.text(
                  "name",
                  "1 to 64 lower-case letters, digits and . _ -",
                  Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}")),
              "What stands before principals' names, in metrics and in logs. Callers get other"
                  + " names when it changes.")
          .defaultsInWords("the host of the issuer");
  static final Key<String> AUDIENCE =
      Key.list(
          PATH + "audience",
          ValueTypes.text(),
          "What `aud` must contain, one of them: the id of this application. Required.");
  static final Key<Boolean> TYP =
      Key.of(
              PATH + "typ",
              ValueTypes.choice(types()),
              "`at+jwt`: as RFC 9068 has it. `jwt`: also `JWT` or none, for issuers that tell"
                  + " access tokens from ID tokens by the audience only; tokens with signs of an ID"
                  + " token are refused.")
          .defaultsTo("at+jwt");
  static final Key<ClaimPath> ROLE_CLAIM =
      Key.of(
          PATH + "role_claim",
          ValueType.of("claim", ClaimPath.ALLOWED, ClaimPath::parse),
          "Where roles are; a text counts as a list with spaces. Without it callers have none.");
  static final Key<String> ROLE_MAPPING =
      Key.list(
          PATH + "role_mapping.*",
          GeneralSection.roleName(),
          "The roles here for that role there. Without a mapping roles are taken as they are, the"
              + " administrator's excepted, which must be mapped by name.");
  static final Key<String> USERNAME_CLAIM =
      Key.of(
              PATH + "username_claim",
              claimName(),
              "Where the principal's name is. Whoever can change it there gets another's name"
                  + " here, so the start warns.")
          .defaultsInWords("`sub`");
  static final Key<Boolean> PRINCIPAL =
      Key.of(
              PATH + "principal",
              ValueTypes.choice(principals()),
              "`prefixed`: the name, a colon and the claim. `plain`: the claim alone; for one"
                  + " issuer, and only without accounts here.")
          .defaultsTo("prefixed");
  static final Key<String> EMAIL_CLAIM =
      Key.of(PATH + "email_claim", claimName(), "Where the e-mail address is.").defaultsTo("email");
  static final Key<String> NAME_CLAIM =
      Key.of(PATH + "name_claim", claimName(), "Where the name to show is.").defaultsTo("name");
  static final Key<Duration> MAX_LIFETIME =
      Key.of(
              PATH + "max_lifetime",
              ValueTypes.duration("10s", "24h"),
              "Tokens with a longer life are refused.")
          .defaultsTo("24h");
  static final Key<Duration> MAX_STALE =
      Key.of(
              PATH + "max_stale",
              ValueTypes.duration("10m", "7d"),
              "How long keys serve after they were last fetched; then 503 until they can be"
                  + " fetched again.")
          .defaultsTo("24h");

  static final List<Key<?>> KEYS = keys();

  private IssuersSection() {}

  private static List<Key<?>> keys() {
    var keys = new ArrayList<Key<?>>(List.of(ISSUER, NAME));
    keys.addAll(IssuerKeysSection.KEYS);
    keys.addAll(
        List.of(
            AUDIENCE,
            TYP,
            ROLE_CLAIM,
            ROLE_MAPPING,
            USERNAME_CLAIM,
            PRINCIPAL,
            EMAIL_CLAIM,
            NAME_CLAIM,
            MAX_LIFETIME,
            MAX_STALE));
    return List.copyOf(keys);
  }

  /**
   * Reads them.
   *
   * @param ownIssuer of our own tokens
   * @param localAccounts whether there are accounts here, whose names nobody else may have
   */
  static List<IssuerSettings> read(Section jwt, String ownIssuer, boolean localAccounts) {
    var sections = jwt.each("issuers");
    var issuers = new ArrayList<IssuerSettings>();
    if (sections.size() > MOST_ISSUERS) {
      jwt.refuse(
          "has more than " + MOST_ISSUERS + " issuers",
          "Leave those out whose tokens are not needed.");
    }
    for (var in : sections) {
      var issuer = issuer(in, ownIssuer, localAccounts);
      checkUnique(in, issuer, issuers);
      issuers.add(issuer);
    }
    return List.copyOf(issuers);
  }

  private static IssuerSettings issuer(Section in, String ownIssuer, boolean localAccounts) {
    var issuer =
        in.require(ISSUER, "is missing", "Write what stands in iss of its tokens.").orElse("");
    if (issuer.equals(ownIssuer)) {
      in.refuse(
          ISSUER,
          "is the issuer of our own tokens, whose keys are known",
          "Remove the entry, or give our tokens another auth.providers.jwt.issuer.");
    }
    var audiences = in.readList(AUDIENCE);
    if (audiences.isEmpty()) {
      in.refuse(
          AUDIENCE,
          "is missing; tokens for other applications would be accepted (S9)",
          "Write the id by which the issuer knows this application.");
    }
    var keys = IssuerKeysSection.read(in, issuer);
    var username = in.find(USERNAME_CLAIM).orElse(null);
    if (username != null && !username.equals("sub")) {
      in.warn(
          "username_claim", "names callers by something that the issuer may give to another one");
    }
    boolean plain = in.read(PRINCIPAL);
    if (plain && localAccounts) {
      in.refuse(
          PRINCIPAL,
          "is plain, and there are accounts here, whose names its callers could take (S83)",
          "Remove it, or set auth.providers.local.enabled to false.");
    }
    return new IssuerSettings(
        issuer,
        name(in, issuer),
        keys.source(),
        audiences,
        keys.algorithms(),
        in.read(TYP),
        new IssuerSettings.Claims(
            in.find(ROLE_CLAIM).orElse(null), username, in.read(EMAIL_CLAIM), in.read(NAME_CLAIM)),
        roleMapping(in),
        plain,
        in.read(MAX_LIFETIME),
        in.read(MAX_STALE));
  }

  private static Map<String, Set<String>> roleMapping(Section in) {
    var section = in.section("role_mapping");
    var mapping = section.readLists(ROLE_MAPPING);
    if (!mapping.isEmpty() && !in.has(ROLE_CLAIM)) {
      section.refuse("is there without role_claim, so it maps nothing", "Write role_claim.");
    }
    return mapping;
  }

  private static String name(Section in, String issuer) {
    var name = in.find(NAME).orElseGet(() -> hostOf(issuer));
    if (name == null && !in.has(NAME) && !issuer.isEmpty()) {
      in.refuse(NAME, "is missing, and the issuer is no address with a host", "Write a name.");
    }
    return name == null ? "" : name;
  }

  private static @Nullable String hostOf(String issuer) {
    try {
      var host = new URI(issuer).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static void checkUnique(Section in, IssuerSettings issuer, List<IssuerSettings> others) {
    if (issuer.name().equals(UserSourceSettings.PROVIDER)) {
      in.refuse(
          NAME,
          "is what names of the application's own user table begin with (S83)",
          "Give it another name.");
    }
    if (others.stream().anyMatch(other -> other.issuer().equals(issuer.issuer()))) {
      in.refuse(ISSUER, "is there twice", "Put what is accepted of it into one entry.");
    }
    if (others.stream().anyMatch(other -> other.name().equals(issuer.name()))) {
      in.refuse(
          NAME,
          "is that of another issuer (by default it is the host): " + issuer.name(),
          "Give each a name of its own.");
    }
    if (issuer.plainNames() && others.stream().anyMatch(IssuerSettings::plainNames)) {
      in.refuse(
          PRINCIPAL,
          "is plain for two issuers, whose callers could have the same names (S83)",
          "Leave it out of one.");
    }
  }

  static ValueType<String> claimName() {
    return ValueTypes.text(
        "claim", "the name of a claim", Pattern.compile("[^\\p{Cntrl}\\s]{1,256}"));
  }

  private static Map<String, Boolean> types() {
    var types = new LinkedHashMap<String, Boolean>();
    types.put("at+jwt", false);
    types.put("jwt", true);
    return types;
  }

  private static Map<String, Boolean> principals() {
    var principals = new LinkedHashMap<String, Boolean>();
    principals.put("prefixed", false);
    principals.put("plain", true);
    return principals;
  }

  /** What was read of the keys. */
  record Keys(KeySource source, Set<JwsAlgorithm> algorithms) {}
}
