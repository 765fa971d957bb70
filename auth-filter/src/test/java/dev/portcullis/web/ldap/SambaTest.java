package dev.portcullis.web.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.Confidential;
import dev.portcullis.Directory;
import dev.portcullis.DirectoryAnswer;
import dev.portcullis.DirectoryAnswer.Holds;
import dev.portcullis.DirectoryAnswer.Refused;
import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real domain controller; everybody has a name of their own, so that the tests share it. */
@Tag("samba")
@EnabledIfSystemProperty(named = "full", matches = "true", disabledReason = "only with -Pfull")
class SambaTest {

  @SuppressWarnings("NullAway.Init") // set before any test
  private static SambaDomain domain;

  @SuppressWarnings("NullAway.Init") // set before any test
  private Directory directory;

  @BeforeAll
  static void start() {
    domain = new SambaDomain();
    domain.add("reader");
    domain.add("alice", "mail: alice@example.org");
    group("Clerks", "cn=alice Liddell,cn=Users," + SambaDomain.BASE);
    group("Staff", "cn=Clerks,cn=Users," + SambaDomain.BASE);
  }

  private static void group(String name, String member) {
    domain.change(
        """
        dn: cn=%1$s,cn=Users,dc=example,dc=com
        changetype: add
        objectClass: group
        cn: %1$s
        sAMAccountName: %1$s
        member: %2$s
        """
            .formatted(name, member));
  }

  @AfterAll
  @SuppressWarnings("NullAway") // null where it could not start
  static void stop() {
    if (domain != null) {
      domain.close();
    }
  }

  private static Directory open(String server, String... more) {
    var lines =
        new ArrayList<>(
            List.of(
                "type: active_directory",
                "bind_dn: cn=reader Liddell,cn=Users,dc=example,dc=com",
                "bind_password: " + SambaDomain.PASSWORD,
                "user_search_base:",
                "user_search_filter:",
                "group_search_base:",
                "default_roles: [guest]"));
    lines.addAll(List.of(more));
    return DirectoryContract.open(RunningDirectory.settings(server, lines.toArray(String[]::new)));
  }

  private static String trusted() {
    return "trust_store: " + RunningDirectory.authorityFile().toAbsolutePath();
  }

  @BeforeEach
  void open() {
    directory = open("ldaps://localhost", trusted());
  }

  @AfterEach
  void close() {
    directory.close();
  }

  private void reopen(String more) {
    directory.close();
    directory = open("ldaps://localhost", trusted(), more);
  }

  private DirectoryAnswer prove(String name, String password) {
    return directory.prove(directory.find(name).orElseThrow(), Confidential.of(password));
  }

  private Holds proven(String name) {
    return (Holds) prove(name, SambaDomain.PASSWORD);
  }

  private Set<String> roles(String name) {
    return proven(name).identity().roles();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "ALICE", "alice@example.com", "Alice@Example.com"})
  void somebodySignsInByEitherName(String typed) {
    var alice = proven(typed).identity();
    assertThat(alice.username()).isEqualTo("alice");
    assertThat(alice.name()).isEqualTo("alice Liddell");
    assertThat(alice.email()).isEqualTo("alice@example.org");
    assertThat(alice.subject()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(directory.lookUp(alice.subject(), "alice")).isInstanceOf(Holds.class);
    assertThat(directory.lookUp(alice.subject(), "whatever"))
        .as("by the GUID")
        .isInstanceOf(Holds.class);
  }

  @Test
  void groupsAreFoundInEachOfTheThreeWays() {
    assertThat(roles("alice")).containsExactly("Clerks");
    reopen("nested_groups: true");
    assertThat(roles("alice")).containsOnly("Clerks", "Staff");
    reopen("group_source: member_of");
    assertThat(roles("alice")).containsExactly("Clerks");
    reopen("role_mapping: {\"CN=Clerks,CN=Users,DC=example,DC=com\": editor}");
    assertThat(roles("alice")).containsExactly("editor");
    assertThat(roles("reader")).containsExactly("guest");
  }

  @Test
  @Proves("S32")
  void aWrongPasswordAndNobodyAreRefused() {
    assertThat(prove("alice", "wrong")).isEqualTo(new Refused(RejectionReason.WRONG_PASSWORD));
    assertThat(prove("alice", "")).isEqualTo(new Refused(RejectionReason.WRONG_PASSWORD));
    assertThat(directory.find("nobody")).isEmpty();
    assertThat(directory.prove(null, Confidential.of("wrong")))
        .isEqualTo(new Refused(RejectionReason.UNKNOWN_ACCOUNT));
  }

  @ParameterizedTest
  @Proves("S58")
  @ValueSource(strings = {"*", "al*", "*)(cn=*", "alice)(objectClass=*", "alice\u0000", "\\2a"})
  void nothingThatIsTypedBecomesPartOfTheFilter(String typed) {
    assertThat(directory.find(typed)).isEmpty();
  }

  @Test
  @Proves("S59")
  void itIsAskedOverTlsOnly() {
    try (var startTls = open("ldap://localhost", trusted(), "start_tls: true");
        var plain = open("ldap://localhost");
        var untrusted = open("ldaps://localhost")) {
      assertThat(startTls.find("alice")).isPresent();
      assertThatThrownBy(() -> plain.find("alice"))
          .isInstanceOf(TemporarilyUnavailableException.class);
      assertThatThrownBy(() -> untrusted.find("alice"))
          .isInstanceOf(TemporarilyUnavailableException.class);
    }
  }

  @ParameterizedTest
  @Proves({"S24", "S38", "S70"})
  @CsvSource({
    "disabled, userAccountControl, 514, DISABLED",
    "expired, accountExpires, 133500000000000000, ACCOUNT_EXPIRED",
  })
  void whoeverIsDisabledOrExpiredIsRefusedAndLosesAccess(
      String name, String attribute, String value, RejectionReason reason) {
    domain.add(name);
    var subject = proven(name).identity().subject();
    domain.set(name, attribute, " " + value);
    assertThat(prove(name, SambaDomain.PASSWORD)).isEqualTo(new Refused(reason));
    assertThat(directory.lookUp(subject, name)).isEqualTo(new Refused(reason));
  }

  @Test
  @Proves("S70")
  void aPasswordThatMustBeChangedIsToldApart() {
    domain.add("newcomer", "pwdLastSet: 0");
    assertThat(prove("newcomer", SambaDomain.PASSWORD))
        .isEqualTo(new Refused(RejectionReason.PASSWORD_EXPIRED));
  }

  @Test
  @Proves("S70")
  void whoeverIsLockedThereIsToldApart() {
    domain.add("guessed");
    domain.change(
        "dn: dc=example,dc=com\nchangetype: modify\nreplace: lockoutThreshold\nlockoutThreshold:"
            + " 3\n-\n");
    for (int i = 0; i < 3; i++) {
      assertThat(prove("guessed", "wrong")).isEqualTo(new Refused(RejectionReason.WRONG_PASSWORD));
    }
    assertThat(prove("guessed", SambaDomain.PASSWORD))
        .isEqualTo(new Refused(RejectionReason.LOCKED_ELSEWHERE));
  }

  @Test
  @Proves({"S19", "S24"})
  void whoeverLeavesAGroupOrTheDomainLosesWhatItGave() {
    domain.add("leaver");
    group("Leavers", "cn=leaver Liddell,cn=Users," + SambaDomain.BASE);
    var leaver = proven("leaver").identity();
    assertThat(leaver.roles()).containsExactly("Leavers");
    domain.change(
        "dn: cn=Leavers,cn=Users,dc=example,dc=com\nchangetype: modify\ndelete: member\n");
    var left = (Holds) directory.lookUp(leaver.subject(), "leaver");
    assertThat(left.identity().roles()).containsExactly("guest");
    domain.change("dn: cn=leaver Liddell,cn=Users,dc=example,dc=com\nchangetype: delete\n");
    assertThat(directory.lookUp(leaver.subject(), "leaver"))
        .isEqualTo(new Refused(RejectionReason.UNKNOWN_ACCOUNT));
  }

  @Test
  @Proves("S83")
  void whoeverIsRenamedStaysTheSame() {
    domain.add("before");
    var before = proven("before").identity();
    domain.set("before", "sAMAccountName", " after");
    var after = (Holds) directory.lookUp(before.subject(), "before");
    assertThat(after.identity().username()).isEqualTo("after");
  }

  @Test
  @Proves("S24")
  void anotherPasswordThereIsSeen() {
    domain.add("changer");
    var before = proven("changer");
    var another = "Eight.Lazy.Herons.8";
    domain.set("changer", "unicodePwd", ": " + SambaDomain.unicode(another));
    var after = (Holds) prove("changer", another);
    assertThat(after.passwordMark()).isNotNull().isNotEqualTo(before.passwordMark());
  }
}
