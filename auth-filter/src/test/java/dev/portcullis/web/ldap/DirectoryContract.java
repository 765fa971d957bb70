package dev.portcullis.web.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.Confidential;
import dev.portcullis.Directory;
import dev.portcullis.Directory.Person;
import dev.portcullis.DirectoryAnswer;
import dev.portcullis.DirectoryAnswer.Holds;
import dev.portcullis.DirectoryAnswer.Refused;
import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.LogCapture;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSettings;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every directory does, on a real one. */
abstract class DirectoryContract {

  static final String PASSWORD = RunningDirectory.PASSWORD;
  private static final String NAMED = "uid=%s,ou=people,dc=example,dc=com";

  @SuppressWarnings("NullAway.Init") // set before any test
  private RunningDirectory running;

  @SuppressWarnings("NullAway.Init") // set before any test
  private Directory directory;

  abstract RunningDirectory start();

  @BeforeEach
  void open() {
    running = start();
    directory = open(running.yaml());
  }

  @AfterEach
  void close() {
    directory.close();
    running.close();
  }

  static Directory open(String yaml) {
    return LdapDirectory.open(TestSettings.of(yaml).directories().get(0), Clock.systemUTC());
  }

  private void reopen(String... more) {
    directory.close();
    directory = open(running.yaml(more));
  }

  private Person person(String name) {
    return directory.find(name).orElseThrow();
  }

  private DirectoryAnswer prove(String name, String password) {
    return directory.prove(person(name), Confidential.of(password));
  }

  private Holds proven(String name) {
    return (Holds) prove(name, PASSWORD);
  }

  private Set<String> roles(String name) {
    return proven(name).identity().roles();
  }

  @Test
  void somebodySignsInWithWhatTheEntrySays() {
    var alice = proven("alice").identity();
    assertThat(alice.issuer()).isEqualTo("ldap");
    assertThat(alice.provider()).isEqualTo("ldap");
    assertThat(alice.username()).isEqualTo("alice");
    assertThat(alice.name()).isEqualTo("Alice Liddell");
    assertThat(alice.email()).isEqualTo("alice@example.com");
    assertThat(alice.roles()).containsExactly("staff");
    assertThat(alice.subject()).matches("[0-9a-f-]{36}");
  }

  @Test
  @Proves("S32")
  void aWrongPasswordIsRefusedAndNobodyIsAskedForAsSomebodyIs() {
    assertThat(prove("alice", "wrong")).isEqualTo(new Refused(RejectionReason.WRONG_PASSWORD));
    assertThat(directory.find("nobody")).isEmpty();
    assertThat(directory.prove(null, Confidential.of(PASSWORD)))
        .isEqualTo(new Refused(RejectionReason.UNKNOWN_ACCOUNT));
  }

  @Test
  @Proves("S57")
  void anEmptyPasswordProvesNobody() {
    assertThat(prove("alice", "")).isEqualTo(new Refused(RejectionReason.WRONG_PASSWORD));
  }

  @ParameterizedTest
  @Proves("S58")
  @ValueSource(
      strings = {
        "*",
        "a*",
        "al*e",
        "*)(uid=*",
        "alice)(objectClass=*",
        "*))(|(uid=*",
        "alice\u0000",
        "\\2a",
        "al\\69ce",
        "alice*",
        "(alice)",
        "&",
        "%s",
        "%u",
        "uid=alice",
        "alice,ou=people",
        "",
        " "
      })
  void nothingThatIsTypedBecomesPartOfTheFilter(String typed) {
    assertThat(directory.find(typed)).isEmpty();
  }

  @Test
  @Proves("S58")
  void commasAndPlusSignsInNamesAreNames() {
    var jane = proven("jane,doe+co").identity();
    assertThat(jane.username()).isEqualTo("jane,doe+co");
    assertThat(jane.roles()).as("by a DN with a comma in it").containsExactly("staff");
  }

  @Test
  @Proves("S58")
  void whomTwoEntriesCouldBeIsNobody() {
    assertThat(directory.find("twin")).isEmpty();
  }

  @Test
  @Proves("S58")
  void theSpellingOfTheEntryCountsNotTheTypedOne() {
    assertThat(proven("ALICE").identity().username()).isEqualTo("alice");
  }

  @Test
  void groupsWithinGroupsCountWhereThatIsWritten() {
    assertThat(roles("alice")).containsExactly("staff");
    reopen("nested_groups: true");
    assertThat(roles("alice")).as("in a circle too").containsOnly("staff", "editors", "readers");
  }

  @Test
  void groupsOfUnixAreFoundByName() {
    reopen("group_search_filter: (memberUid=%u)");
    assertThat(roles("bob")).containsExactly("unix");
    assertThat(roles("alice")).as("none").containsExactly("user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STAFF",
        "cn=staff",
        "CN=Staff, OU=groups,dc=example,dc=com",
      })
  void aGroupIsMappedByItsNameOrDn(String group) {
    reopen("role_mapping: {\"" + group + "\": [editor, author]}");
    assertThat(roles("alice")).containsOnly("editor", "author");
    assertThat(roles("bob")).as("in no group").containsExactly("user");
  }

  @Test
  @Proves("S85")
  void anAdministratorIsMadeByTheMappingOnly() {
    running.change(
        """
        dn: cn=auth-admin,ou=groups,dc=example,dc=com
        changetype: add
        objectClass: groupOfNames
        cn: auth-admin
        member: uid=alice,ou=people,dc=example,dc=com
        """);
    assertThat(roles("alice")).containsExactly("staff");
    reopen("default_roles: [auth-admin, user]", "role_mapping: {other: x}");
    assertThat(roles("alice")).containsExactly("user");
    reopen("role_mapping: {staff: auth-admin}");
    assertThat(roles("alice")).containsExactly("auth-admin");
  }

  @Test
  @Proves("S83")
  void whoeverIsRenamedStaysTheSame() {
    var before = proven("alice").identity();
    running.change(
        """
        dn: uid=alice,ou=people,dc=example,dc=com
        changetype: modrdn
        newrdn: uid=alicia
        deleteoldrdn: 1
        """);
    var after = (Holds) directory.lookUp(before.subject(), "alice");
    assertThat(after.identity().subject()).isEqualTo(before.subject());
    assertThat(after.identity().username()).isEqualTo("alicia");
  }

  @Test
  @Proves({"S11", "S24"})
  void whoeverHasTheNameOfAnotherIsAnother() {
    var before = proven("alice").identity();
    running.change("dn: uid=alice,ou=people,dc=example,dc=com\nchangetype: delete\n");
    assertThat(directory.lookUp(before.subject(), "alice"))
        .isEqualTo(new Refused(RejectionReason.UNKNOWN_ACCOUNT));
    running.change(
        """
        dn: uid=alice,ou=people,dc=example,dc=com
        changetype: add
        objectClass: inetOrgPerson
        uid: alice
        cn: Another
        sn: Another
        """);
    assertThat(directory.lookUp(before.subject(), "alice"))
        .isEqualTo(new Refused(RejectionReason.UNKNOWN_ACCOUNT));
  }

  @Test
  @Proves("S24")
  void whomTheFilterNoLongerFindsIsGone() {
    reopen("user_search_filter: (&(uid=%s)(mail=*))");
    var alice = proven("alice").identity();
    running.change(
        "dn: uid=alice,ou=people,dc=example,dc=com\nchangetype: modify\ndelete: mail\n-\n");
    assertThat(directory.lookUp(alice.subject(), "alice"))
        .isEqualTo(new Refused(RejectionReason.UNKNOWN_ACCOUNT));
  }

  @Test
  void theDnIdentifiesWhereNothingBetterIsThere() {
    reopen("subject_attribute: dn");
    assertThat(proven("alice").identity().subject()).isEqualTo(NAMED.formatted("alice"));
    var jane = proven("jane,doe+co").identity();
    assertThat(directory.lookUp(jane.subject(), "jane,doe+co")).isInstanceOf(Holds.class);
    assertThat(directory.lookUp("uid=gone,dc=example,dc=com", "alice")).isInstanceOf(Refused.class);
  }

  @Test
  @Proves({"S11", "S74"})
  void anEntryWithoutWhatIdentifiesItIsNotTakenForAnother() {
    reopen("subject_attribute: employeeNumber");
    assertThatThrownBy(() -> directory.find("alice"))
        .isInstanceOf(TemporarilyUnavailableException.class)
        .hasMessageContaining("subject_attribute");
  }

  @Test
  @Proves("S74")
  void aBaseThatIsNotThereIsNotNobody() {
    reopen("group_search_base: ou=nowhere,dc=example,dc=com");
    assertThatThrownBy(() -> proven("alice")).isInstanceOf(TemporarilyUnavailableException.class);
  }

  @Test
  @Proves("S74")
  void aWrongPasswordOfOursIsNotTheUsersFaultAndTheLogSaysSo() {
    directory.close();
    directory = open(running.yaml().replace("seven lazy readers", "wrong"));
    assertUnavailable(directory, "INVALID_CREDENTIALS");
  }

  /** The log has why, since nobody else is told. */
  private static void assertUnavailable(Directory directory, String why) {
    try (var log = new LogCapture("dev.portcullis.web.ldap")) {
      assertThatThrownBy(() -> directory.find("alice"))
          .isInstanceOf(TemporarilyUnavailableException.class);
      assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("connecting", why));
    }
  }

  @Test
  @Proves("S59")
  void tlsFromTheBeginningAndWithinTheConnection() {
    var trusted = "trust_store: " + RunningDirectory.authorityFile().toAbsolutePath();
    try (var ldaps = open(RunningDirectory.settings(running.tlsUrl(), trusted));
        var startTls = open(running.yaml("start_tls: true", trusted))) {
      assertThat(ldaps.find("alice")).isPresent();
      assertThat(startTls.find("alice")).isPresent();
      assertThat(startTls.prove(startTls.find("alice").get(), Confidential.of(PASSWORD)))
          .isInstanceOf(Holds.class);
    }
  }

  @Test
  @Proves("S59")
  void anAuthorityThatNobodyTrustsIsRefused() {
    try (var ldaps = open(RunningDirectory.settings(running.tlsUrl()));
        var startTls = open(running.yaml("start_tls: true"))) {
      assertUnavailable(ldaps, "certification path");
      assertUnavailable(startTls, "certification path");
    }
  }

  @Test
  @Proves("S59")
  void theHostNameOfTheCertificateIsChecked() {
    var trusted = "trust_store: " + RunningDirectory.authorityFile().toAbsolutePath();
    var byNumber = RunningDirectory.settings("ldaps://127.0.0.1:" + running.tlsPort(), trusted);
    try (var strict = open(byNumber);
        var loose =
            open(
                RunningDirectory.settings(
                    "ldaps://127.0.0.1:" + running.tlsPort(),
                    trusted,
                    "allow_other_host_name: true"))) {
      assertUnavailable(strict, "127.0.0.1");
      assertThat(loose.find("alice")).isPresent();
    }
    var startTls =
        RunningDirectory.settings("ldap://127.0.0.1:" + running.port(), trusted, "start_tls: true");
    try (var strict = open(startTls)) {
      assertThatThrownBy(() -> strict.find("alice"))
          .isInstanceOf(TemporarilyUnavailableException.class);
    }
  }

  @Test
  void memberOfServesWhereTheDirectoryKeepsIt() {
    reopen("group_source: member_of", "nested_groups: true");
    if (keepsMemberOf()) {
      assertThat(roles("alice")).containsOnly("staff", "editors", "readers");
    } else {
      assertThat(roles("alice")).containsExactly("user");
    }
  }

  boolean keepsMemberOf() {
    return true;
  }
}
