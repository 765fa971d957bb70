package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.DirectorySettings.Connection;
import dev.portcullis.config.DirectorySettings.DirectoryKind;
import dev.portcullis.config.DirectorySettings.GroupSource;
import dev.portcullis.config.DirectorySettings.Groups;
import dev.portcullis.config.DirectorySettings.People;
import dev.portcullis.config.DirectorySettings.Roles;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth.providers.ldap} and its {@code directories}. */
final class DirectoriesSection {

  /** The name of the directory that has none. */
  static final String NAME = "ldap";

  private static final DirectoryKeys ONE = new DirectoryKeys("auth.providers.ldap.");
  private static final DirectoryKeys MANY = new DirectoryKeys("auth.providers.ldap.directories.*.");

  private static final int MOST = 20;
  private static final Pattern DIRECTORY_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

  /** Other providers, and what stands before names of theirs (S83). */
  private static final Set<String> TAKEN =
      Set.of("local", "jwt", "oauth", "oidc", "saml", "client_cert", UserSourceSettings.PROVIDER);

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|[a-z0-9-]{1,63}\\.localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");
  private static final Pattern COMPARED = Pattern.compile("\\(([A-Za-z][A-Za-z0-9-]{0,127})=%s\\)");

  private static final String PERSON_OF_AD =
      "(&(objectCategory=person)(objectClass=user)(|(sAMAccountName=%s)(userPrincipalName=%s)))";

  static final List<Key<?>> KEYS =
      Stream.concat(ONE.all().stream(), MANY.all().stream()).<Key<?>>map(k -> k).toList();

  private final String adminRole;

  private DirectoriesSection(String adminRole) {
    this.adminRole = adminRole;
  }

  static boolean isOn(Section ldap) {
    return ldap.isPresent() && ldap.read(ONE.enabled);
  }

  /**
   * Reads those that are switched on, in the order of the file.
   *
   * @param issuerNames of token issuers, which no directory may have (S83)
   */
  static List<DirectorySettings> read(Section ldap, String adminRole, Set<String> issuerNames) {
    if (!isOn(ldap)) {
      return List.of();
    }
    var reader = new DirectoriesSection(adminRole);
    var directories = new ArrayList<DirectorySettings>();
    var several = ldap.section("directories").each();
    if (several.isEmpty() || reader.isWritten(ldap)) {
      directories.add(reader.directory(ldap, ONE, NAME, NAME));
    }
    if (several.size() > MOST) {
      ldap.section("directories").refuse("has more than " + MOST, "Leave some out.");
    }
    several.forEach(
        (name, in) -> {
          checkName(in, name, issuerNames);
          if (in.read(MANY.enabled)) {
            var directory = reader.directory(in, MANY, name, NAME + ":" + name);
            checkIssuer(in, directory, directories);
            directories.add(directory);
          }
        });
    return List.copyOf(directories);
  }

  private boolean isWritten(Section ldap) {
    return ONE.all().stream()
        .filter(key -> key.section().equals("auth.providers.ldap"))
        .anyMatch(key -> !key.name().equals("enabled") && ldap.has(key));
  }

  private static void checkName(Section in, String name, Set<String> issuerNames) {
    if (!DIRECTORY_NAME.matcher(name).matches()) {
      in.refuse(
          "has a name that is not 1 to 32 lower-case letters, digits, _ and -",
          "Give it another name.");
    } else if (TAKEN.contains(name) || name.equals(NAME) || issuerNames.contains(name)) {
      in.refuse(
          "has the name of another provider, whose people its own could be taken for (S83)",
          "Give it another name.");
    }
  }

  private static void checkIssuer(
      Section in, DirectorySettings directory, List<DirectorySettings> others) {
    if (others.stream().anyMatch(other -> other.issuer().equals(directory.issuer()))) {
      in.refuse(
          MANY.issuer,
          "is that of another directory, whose accounts its people would get (S11)",
          "Give each an issuer of its own.");
    }
  }

  private DirectorySettings directory(
      Section in, DirectoryKeys keys, String name, String usualIssuer) {
    var kind = in.read(keys.kind);
    var base =
        in.require(keys.baseDn, "is missing", "Write it as in \"dc=example,dc=com\".").orElse("");
    return new DirectorySettings(
        name,
        issuer(in, keys, usualIssuer),
        kind,
        connection(in, keys, kind),
        people(in, keys, kind, base),
        groups(in, keys, base),
        new Roles(
            in.readList(keys.defaultRoles),
            in.section("role_mapping").readLists(keys.roleMapping),
            adminRole),
        in.find(keys.changeHint).orElse(null),
        in.find(keys.changeUrl).orElse(null));
  }

  private static String issuer(Section in, DirectoryKeys keys, String usual) {
    var issuer = in.find(keys.issuer).orElse(usual);
    if (issuer.startsWith("client_cert:") || issuer.equals("user_source")) {
      in.refuse(keys.issuer, "is one of another provider", "Write another.");
    }
    return issuer;
  }

  private static Connection connection(Section in, DirectoryKeys keys, DirectoryKind kind) {
    var servers = List.copyOf(in.readList(keys.server));
    if (servers.isEmpty()) {
      in.refuse(keys.server, "is missing", "Write it as in \"ldaps://ldap.example.com\".");
    }
    boolean startTls = in.read(keys.startTls);
    checkTransport(in, keys, servers, startTls);
    var store = in.find(keys.trustStore).orElse(null);
    var bindDn = in.find(keys.bindDn).orElse(null);
    var bindPassword = in.find(keys.bindPassword);
    checkBind(in, keys, bindDn, bindPassword, kind);
    boolean otherHost = in.read(keys.allowOtherHostName);
    if (otherHost) {
      in.warn(
          keys.allowOtherHostName.name(),
          "is true: whoever has any certificate of these authorities can be this directory");
    }
    return new Connection(
        servers,
        startTls,
        store,
        in.find(keys.trustStorePassword).orElse(Confidential.of("")),
        !otherHost,
        bindDn,
        bindPassword.orElse(Confidential.of("")),
        in.read(keys.connectTimeout),
        in.read(keys.responseTimeout),
        in.read(keys.poolSize),
        in.read(keys.poolWait));
  }

  /** S59: nobody's password goes over a network in clear unless that is written down. */
  private static void checkTransport(
      Section in, DirectoryKeys keys, List<URI> servers, boolean startTls) {
    boolean secured = startTls || servers.stream().allMatch(DirectoriesSection::isLdaps);
    if (startTls && servers.stream().anyMatch(DirectoriesSection::isLdaps)) {
      in.refuse(
          keys.startTls,
          "is true, and a server is ldaps://, where TLS is there from the beginning",
          "Write ldap:// for all servers, or remove start_tls.");
    }
    boolean open =
        !secured && servers.stream().anyMatch(server -> !isLdaps(server) && !isLoopback(server));
    boolean allowed = in.read(keys.allowPlaintext);
    if (open && !allowed) {
      in.refuse(
          keys.server,
          "is ldap:// to another host, so whoever listens reads every password (S59)",
          "Write ldaps://, or \"start_tls: true\"; if it must be so, \"allow_plaintext: true\".");
    } else if (open) {
      in.warn(
          keys.allowPlaintext.name(),
          "is true: passwords go over the network in clear, whoever listens reads them all");
    } else if (allowed) {
      in.refuse(keys.allowPlaintext, "is true, and nothing goes in clear", "Remove it.");
    }
    if (!servers.isEmpty() && !secured && in.has(keys.trustStore)) {
      in.refuse(
          keys.trustStore,
          "is there, and there is no TLS for it",
          "Write ldaps://, or \"start_tls: true\".");
    }
  }

  private static void checkBind(
      Section in,
      DirectoryKeys keys,
      @Nullable String bindDn,
      Optional<Confidential> password,
      DirectoryKind kind) {
    if (bindDn != null && password.isEmpty() && !in.has(keys.bindPassword)) {
      in.refuse(
          keys.bindPassword,
          "is missing; without one a directory takes anybody for nobody (S57)",
          "Write it, as in \"${LDAP_PASSWORD}\".");
    }
    if (bindDn == null && in.has(keys.bindPassword)) {
      in.refuse(keys.bindDn, "is missing", "Write the DN that bind_password belongs to.");
    }
    if (bindDn == null && kind == DirectoryKind.ACTIVE_DIRECTORY) {
      in.refuse(
          keys.bindDn,
          "is missing, and Active Directory answers nobody's searches",
          "Write the DN of an account that may read.");
    }
  }

  private static People people(Section in, DirectoryKeys keys, DirectoryKind kind, String base) {
    boolean ad = kind == DirectoryKind.ACTIVE_DIRECTORY;
    var filter = in.find(keys.userSearchFilter).orElse(ad ? PERSON_OF_AD : "(uid=%s)");
    if (filter.contains("%u")) {
      in.refuse(keys.userSearchFilter, "has %u, which is for groups", "Write %s.");
    }
    var compared = COMPARED.matcher(filter).results().map(m -> m.group(1)).toList();
    var username =
        in.find(keys.usernameAttribute).orElse(compared.isEmpty() ? "" : compared.get(0));
    if (compared.stream().noneMatch(username::equalsIgnoreCase)) {
      in.refuse(
          keys.usernameAttribute,
          "is none that user_search_filter compares with %s, so nobody would be found again",
          "Write one of those, as uid of (uid=%s).");
    }
    return new People(
        in.find(keys.userSearchBase).orElse(base),
        filter,
        username,
        in.find(keys.subjectAttribute).orElse(ad ? "objectGUID" : "entryUUID"),
        in.find(keys.nameAttribute).orElse(ad ? "displayName" : "cn"),
        in.read(keys.emailAttribute));
  }

  private static Groups groups(Section in, DirectoryKeys keys, String base) {
    var source = in.read(keys.groupSource);
    if (source == GroupSource.MEMBER_OF && in.has(keys.groupSearchFilter)) {
      in.refuse(
          keys.groupSearchFilter,
          "is there, and group_source is member_of, which searches nothing",
          "Keep one of the two.");
    }
    return new Groups(
        source,
        in.find(keys.groupSearchBase).orElse(base),
        in.find(keys.groupSearchFilter).orElse("(member=%s)"),
        in.read(keys.groupNameAttribute),
        in.read(keys.nestedGroups));
  }

  private static boolean isLdaps(URI server) {
    return server.getScheme().equals("ldaps");
  }

  private static boolean isLoopback(URI server) {
    return LOOPBACK.matcher(server.getHost().toLowerCase(Locale.ROOT)).matches();
  }
}
