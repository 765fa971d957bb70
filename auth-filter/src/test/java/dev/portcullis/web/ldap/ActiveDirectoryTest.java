package dev.portcullis.web.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import dev.portcullis.Confidential;
import dev.portcullis.Directory;
import dev.portcullis.DirectoryAnswer;
import dev.portcullis.DirectoryAnswer.Holds;
import dev.portcullis.DirectoryAnswer.Refused;
import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Proves;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A directory in memory with the entries, the answers and the matching rule of Active Directory, as
 * Microsoft documents them (MS-ADTS 3.1.1.3.4.4, 5.1.1.3).
 */
class ActiveDirectoryTest {

  private static final String PEOPLE =
      """
      dn: dc=example,dc=com
      objectClass: domainDNS
      dc: example

      dn: cn=Users,dc=example,dc=com
      objectClass: container
      cn: Users

      dn: cn=Reader,cn=Users,dc=example,dc=com
      objectClass: top
      objectClass: person
      objectClass: user
      cn: Reader
      userPassword: seven lazy readers

      dn: cn=Alice Liddell,cn=Users,dc=example,dc=com
      objectClass: top
      objectClass: person
      objectClass: user
      objectCategory: person
      cn: Alice Liddell
      displayName: Alice Liddell
      sAMAccountName: alice
      userPrincipalName: alice@example.com
      mail: alice@example.com
      objectGUID:: ABEiM0RVZneImaq7zN3u/w==
      userAccountControl: 512
      accountExpires: 9223372036854775807
      pwdLastSet: 133500000000000000
      memberOf: cn=Clerks,cn=Users,dc=example,dc=com
      userPassword: seven lazy herons

      dn: cn=Clerks,cn=Users,dc=example,dc=com
      objectClass: group
      cn: Clerks
      member: cn=Alice Liddell,cn=Users,dc=example,dc=com

      dn: cn=Staff,cn=Users,dc=example,dc=com
      objectClass: group
      cn: Staff
      member: cn=Clerks,cn=Users,dc=example,dc=com
      """;

  private static final String ALICE = "cn=Alice Liddell,cn=Users,dc=example,dc=com";

  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final MemoryDirectory running =
      new MemoryDirectory(
          RunningDirectory.AUTHORITY.issue(
              RunningDirectory.AUTHORITY.server(Instant.now()).host("localhost")),
          new Answers(),
          PEOPLE,
          0);
  private Directory directory = open();

  /** Says what it says of a state, and knows who is in a group by way of another. */
  private final class Answers extends InMemoryOperationInterceptor {

    private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

    @Override
    public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request)
        throws LDAPException {
      var data = refusals.get(request.getRequest().getBindDN());
      if (data != null) {
        throw new LDAPException(
            ResultCode.INVALID_CREDENTIALS,
            "80090308: LdapErr: DSID-0C090446, comment: AcceptSecurityContext error, data "
                + data
                + ", v3839");
      }
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request)
        throws LDAPException {
      var filter = request.getRequest().getFilter();
      if (IN_CHAIN.equals(filter.getMatchingRuleID())) {
        assertThat(filter.getAttributeName()).isEqualTo("member");
        assertThat(filter.getAssertionValue()).isEqualTo(ALICE);
        var asked = request.getRequest();
        request.setRequest(
            new SearchRequest(
                asked.getBaseDN(),
                asked.getScope(),
                Filter.create("(objectClass=group)"),
                asked.getAttributeList().toArray(String[]::new)));
      }
    }
  }

  private Directory open(String... more) {
    var lines = new String[more.length + 7];
    lines[0] = "type: active_directory";
    lines[1] = "bind_dn: cn=Reader,cn=Users,dc=example,dc=com";
    lines[2] = "user_search_base:";
    lines[3] = "user_search_filter:";
    lines[4] = "group_search_base:";
    lines[5] = "default_roles: [guest]";
    lines[6] = "email_attribute: mail";
    System.arraycopy(more, 0, lines, 7, more.length);
    return DirectoryContract.open(running.yaml(lines));
  }

  private void reopen(String... more) {
    directory.close();
    directory = open(more);
  }

  @AfterEach
  void close() {
    directory.close();
    running.close();
  }

  private DirectoryAnswer prove(String name) {
    return directory.prove(
        directory.find(name).orElseThrow(), Confidential.of(RunningDirectory.PASSWORD));
  }

  @ParameterizedTest
  @CsvSource({"alice", "ALICE", "alice@example.com", "Alice@Example.com"})
  void somebodySignsInByEitherName(String typed) {
    var alice = ((Holds) prove(typed)).identity();
    assertThat(alice.username()).isEqualTo("alice");
    assertThat(alice.name()).isEqualTo("Alice Liddell");
    assertThat(alice.subject())
        .as("as Microsoft's tools show it")
        .isEqualTo("33221100-5544-7766-8899-aabbccddeeff");
    assertThat(alice.roles()).containsExactly("Clerks");
  }

  @Test
  void whoeverIsRenamedIsFoundByTheGuid() {
    running.change(
        "dn: " + ALICE + "\nchangetype: modify\nreplace: sAMAccountName\nsAMAccountName: alicia\n");
    var alice = (Holds) directory.lookUp("33221100-5544-7766-8899-aabbccddeeff", "alice");
    assertThat(alice.identity().username()).isEqualTo("alicia");
    assertThat(directory.lookUp("33221100-5544-7766-8899-aabbccddee00", "alice"))
        .isInstanceOf(Refused.class);
    assertThat(directory.lookUp("no guid", "nobody")).isInstanceOf(Refused.class);
  }

  @Test
  void nestedGroupsAreAskedForByTheMatchingRule() {
    reopen("nested_groups: true");
    assertThat(((Holds) prove("alice")).identity().roles()).containsOnly("Clerks", "Staff");
  }

  @Test
  void theGroupsOfTheEntryServeWithoutASearch() {
    reopen("group_source: member_of");
    assertThat(((Holds) prove("alice")).identity().roles()).containsExactly("Clerks");
  }

  @ParameterizedTest
  @Proves({"S32", "S70"})
  @CsvSource({
    "52e, WRONG_PASSWORD",
    "525, WRONG_PASSWORD",
    "530, DISABLED",
    "531, DISABLED",
    "532, PASSWORD_EXPIRED",
    "533, DISABLED",
    "701, ACCOUNT_EXPIRED",
    "773, PASSWORD_EXPIRED",
    "775, LOCKED_ELSEWHERE",
    "nonsense, WRONG_PASSWORD",
  })
  void theAuditHearsWhySomebodyIsRefused(String data, RejectionReason reason) {
    refusals.put(ALICE, data);
    assertThat(prove("alice")).isEqualTo(new Refused(reason));
  }

  @ParameterizedTest
  @Proves({"S24", "S38"})
  @CsvSource({
    "userAccountControl, 514, DISABLED",
    "accountExpires, 133500000000000000, ACCOUNT_EXPIRED",
  })
  void whoeverIsDisabledOrExpiredIsRefusedAndLosesAccess(
      String attribute, String value, RejectionReason reason) {
    running.change(
        "dn: "
            + ALICE
            + "\nchangetype: modify\nreplace: "
            + attribute
            + "\n"
            + attribute
            + ": "
            + value
            + "\n");
    assertThat(prove("alice")).isEqualTo(new Refused(reason));
    assertThat(directory.lookUp("33221100-5544-7766-8899-aabbccddeeff", "alice"))
        .isEqualTo(new Refused(reason));
  }

  @Test
  @Proves({"S24", "S74"})
  void whereTheEntryDoesNotTellWhetherSomebodyIsDisabledNobodyIsLetIn() {
    var alice = directory.find("alice").orElseThrow();
    running.change("dn: " + ALICE + "\nchangetype: modify\ndelete: userAccountControl\n-\n");
    assertThatThrownBy(() -> directory.prove(alice, Confidential.of(RunningDirectory.PASSWORD)))
        .isInstanceOf(TemporarilyUnavailableException.class)
        .hasMessageContaining("userAccountControl");
    assertThatThrownBy(() -> directory.lookUp(alice.identity().subject(), "alice"))
        .isInstanceOf(TemporarilyUnavailableException.class);
  }

  @Test
  @Proves("S24")
  void anotherPasswordThereIsSeen() {
    var before = ((Holds) prove("alice")).passwordMark();
    running.change(
        "dn: "
            + ALICE
            + "\nchangetype: modify\nreplace: pwdLastSet\npwdLastSet: 133500000000000001\n");
    assertThat(((Holds) prove("alice")).passwordMark()).isNotNull().isNotEqualTo(before);
  }
}
