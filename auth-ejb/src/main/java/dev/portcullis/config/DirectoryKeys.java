package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.DirectorySettings.DirectoryKind;
import dev.portcullis.config.DirectorySettings.GroupSource;
import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The keys of one directory: the same below {@code ldap} and below each of its directories. */
final class DirectoryKeys {

  private static final Pattern ATTRIBUTE =
      Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}|[0-9]{1,9}(?:\\.[0-9]{1,9}){1,40}");
  private static final int LONGEST_FILTER = 2000;

  final Key<Boolean> enabled;
  final Key<DirectoryKind> kind;
  final Key<URI> server;
  final Key<Boolean> startTls;
  final Key<Path> trustStore;
  final Key<Confidential> trustStorePassword;
  final Key<Boolean> allowPlaintext;
  final Key<Boolean> allowOtherHostName;
  final Key<String> baseDn;
  final Key<String> bindDn;
  final Key<Confidential> bindPassword;
  final Key<String> userSearchBase;
  final Key<String> userSearchFilter;
  final Key<String> usernameAttribute;
  final Key<String> subjectAttribute;
  final Key<String> nameAttribute;
  final Key<String> emailAttribute;
  final Key<GroupSource> groupSource;
  final Key<String> groupSearchBase;
  final Key<String> groupSearchFilter;
  final Key<String> groupNameAttribute;
  final Key<Boolean> nestedGroups;
  final Key<String> roleMapping;
  final Key<String> defaultRoles;
  final Key<String> issuer;
  final Key<Duration> connectTimeout;
  final Key<Duration> responseTimeout;
  final Key<Integer> poolSize;
  final Key<Duration> poolWait;
  final Key<String> changeHint;
  final Key<String> changeUrl;

  /**
   * @param path of the section, with a dot at its end
   */
  DirectoryKeys(String path) {
    enabled =
        flag(path + "enabled", "Whether people of this directory may sign in.").defaultsTo("true");
    kind =
        Key.of(
                path + "type",
                ValueTypes.choice(DirectoryKind.class),
                "`active_directory` has other defaults, and tells why it refuses somebody.")
            .defaultsTo("ldap");
    server =
        Key.list(
            path + "server",
            ValueType.of(
                "URL", "an address such as ldaps://ldap.example.com", DirectoryKeys::address),
            "Its servers; the first that answers is asked. Required.");
    startTls =
        flag(path + "start_tls", "Whether connections to `ldap://` are secured by StartTLS.")
            .defaultsTo("false");
    trustStore =
        Key.of(
                path + "trust_store",
                ValueType.of("file", "the path of a file", IssuerKeysSection::path),
                "The authorities whose certificates are accepted: PEM, or a key store.")
            .defaultsInWords("those of the Java platform");
    trustStorePassword =
        Key.of(path + "trust_store_password", secret(), "Of a key store.").confidential();
    allowPlaintext =
        flag(
                path + "allow_plaintext",
                "Must be true for `ldap://` to another host without `start_tls`: whoever listens"
                    + " reads every password. The start warns.")
            .defaultsTo("false");
    allowOtherHostName =
        flag(
                path + "allow_other_host_name",
                "Whether a certificate may be another host's. The start warns.")
            .defaultsTo("false");
    baseDn = dn(path + "base_dn", "Below which people and groups are. Required.");
    bindDn =
        dn(
            path + "bind_dn",
            "The entry as which the directory is searched; it needs to read only. Without it"
                + " nobody is signed in for searches.");
    bindPassword = Key.of(path + "bind_password", secret(), "Of `bind_dn`.").confidential();
    userSearchBase =
        dn(path + "user_search_base", "Below which people are.").defaultsInWords("`base_dn`");
    userSearchFilter =
        filter(path + "user_search_filter", "Finds somebody; `%s` is the name that was typed.")
            .defaultsInWords(
                "`(uid=%s)`; in Active Directory people by `sAMAccountName` or"
                    + " `userPrincipalName`");
    usernameAttribute =
        attribute(path + "username_attribute", "The name, one that the filter compares.")
            .defaultsInWords("the first that the filter compares with `%s`");
    subjectAttribute =
        attribute(
                path + "subject_attribute",
                "What identifies somebody for good; `dn` for the DN, where there is nothing better.")
            .defaultsInWords("`entryUUID`; in Active Directory `objectGUID`");
    nameAttribute =
        attribute(path + "name_attribute", "The name to show.")
            .defaultsInWords("`cn`; in Active Directory `displayName`");
    emailAttribute = attribute(path + "email_attribute", "The e-mail address.").defaultsTo("mail");
    groupSource =
        Key.of(
                path + "group_source",
                ValueTypes.choice(GroupSource.class),
                "`search`: groups are searched for. `member_of`: as the entry of the person says.")
            .defaultsTo("search");
    groupSearchBase =
        dn(path + "group_search_base", "Below which groups are.").defaultsInWords("`base_dn`");
    groupSearchFilter =
        filter(
                path + "group_search_filter",
                "Finds groups; `%s` is the DN of the member, `%u` the name, as for `memberUid`.")
            .defaultsInWords("`(member=%s)`");
    groupNameAttribute =
        attribute(path + "group_name_attribute", "A group's name.").defaultsTo("cn");
    nestedGroups =
        flag(path + "nested_groups", "Whether groups within groups count.").defaultsTo("false");
    roleMapping =
        Key.list(
            path + "role_mapping.*",
            GeneralSection.roleName(),
            "The roles for the group of that name or DN (whole, or below `group_search_base`). With"
                + " a mapping no other group gives a role; without one the names of groups are"
                + " roles, the administrator's excepted.");
    defaultRoles =
        Key.list(
                path + "default_roles",
                ValueTypes.text(),
                "Roles of people whose groups give none.")
            .defaultsTo("user");
    issuer =
        Key.of(
                path + "issuer",
                ValueTypes.text("name", "1 to 255 characters", Pattern.compile("[!-~]{1,255}")),
                "What accounts of this directory are bound to. When a directory gets another name"
                    + " here, write what was in force before.")
            .defaultsInWords("`ldap`; of one of the directories `ldap:` and its name");
    connectTimeout =
        Key.of(
                path + "connect_timeout",
                ValueTypes.duration("1s", "30s"),
                "For a connection to one server, TLS included.")
            .defaultsTo("3s");
    responseTimeout =
        Key.of(path + "response_timeout", ValueTypes.duration("1s", "60s"), "For one answer.")
            .defaultsTo("5s");
    poolSize =
        Key.of(
                path + "pool_size",
                ValueTypes.integer("connections", 1, 200),
                "Most connections for searches, and as many for checking passwords.")
            .defaultsTo("10");
    poolWait =
        Key.of(
                path + "pool_wait",
                ValueTypes.duration("0s", "30s"),
                "How long a sign-in waits for a connection; then 503.")
            .defaultsTo("3s");
    changeHint =
        Key.of(
            path + "change_password_hint",
            ValueTypes.text(),
            "Where people change their password, in words.");
    changeUrl =
        Key.of(
            path + "change_password_url",
            UserSourceSection.CHANGE_URL.type(),
            "Where people change their password; linked on the account page.");
  }

  List<Key<?>> all() {
    return List.of(
        enabled,
        kind,
        server,
        startTls,
        trustStore,
        trustStorePassword,
        allowPlaintext,
        allowOtherHostName,
        baseDn,
        bindDn,
        bindPassword,
        userSearchBase,
        userSearchFilter,
        usernameAttribute,
        subjectAttribute,
        nameAttribute,
        emailAttribute,
        groupSource,
        groupSearchBase,
        groupSearchFilter,
        groupNameAttribute,
        nestedGroups,
        roleMapping,
        defaultRoles,
        issuer,
        connectTimeout,
        responseTimeout,
        poolSize,
        poolWait,
        changeHint,
        changeUrl);
  }

  private static Key<Boolean> flag(String path, String sentence) {
    return Key.of(path, ValueTypes.flag(), sentence);
  }

  private static Key<String> attribute(String path, String sentence) {
    return Key.of(
        path, ValueTypes.text("attribute", "the name of an attribute", ATTRIBUTE), sentence);
  }

  private static Key<String> dn(String path, String sentence) {
    return Key.of(
        path,
        ValueTypes.text(
            "DN", "a DN such as dc=example,dc=com", Pattern.compile("[^\\p{Cntrl}]{1,1024}")),
        sentence);
  }

  private static ValueType<Confidential> secret() {
    return ValueType.of(
        "text",
        "a text on one line",
        text -> {
          if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new BadValueException("is empty, or has control characters");
          }
          return Confidential.of(text);
        });
  }

  /** Whether it is one that LDAP knows is seen when the directory is opened, at the start too. */
  private static Key<String> filter(String path, String sentence) {
    return Key.of(
        path,
        ValueType.of(
            "filter",
            "an LDAP filter in parentheses with %s in it",
            text -> {
              if (text.length() > LONGEST_FILTER || !text.startsWith("(") || !text.endsWith(")")) {
                throw new BadValueException("is too long, or not in parentheses");
              }
              if (!text.contains("=%s") && !text.contains("=%u") && !text.contains(":=%s")) {
                throw new BadValueException(
                    "compares nothing with what is asked for, so it finds everybody");
              }
              return text;
            }),
        sentence);
  }

  /** A server: scheme, host and port, and nothing else. */
  private static URI address(String text) throws BadValueException {
    try {
      var uri = new URI(text);
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!scheme.equals("ldap") && !scheme.equals("ldaps")) {
        throw new BadValueException("is neither ldap:// nor ldaps://");
      }
      var path = uri.getRawPath();
      if (uri.getHost() == null
          || uri.getRawUserInfo() != null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null
          || !(path == null || path.isEmpty() || path.equals("/"))) {
        throw new BadValueException("is not only a host and a port");
      }
      if (uri.getPort() == 0 || uri.getPort() > 65_535) {
        throw new BadValueException("has no port that could be");
      }
      return new URI(scheme, null, uri.getHost(), uri.getPort(), null, null, null);
    } catch (URISyntaxException e) {
      throw new BadValueException("is not an address");
    }
  }
}
