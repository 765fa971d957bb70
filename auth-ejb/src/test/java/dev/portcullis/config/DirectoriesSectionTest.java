package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.config.DirectorySettings.DirectoryKind;
import dev.portcullis.config.file.Problem;
import dev.portcullis.testing.Proves;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code auth.providers.ldap}, {@code directories} and {@code auth.login}. */
class DirectoriesSectionTest {

  private static final String WHOLE = "server: 'ldaps://a.example', base_dn: 'dc=x'";

  private static TestSource ldap(String keys) {
    return TestSource.of("auth: {providers: {ldap: {" + keys + "}}}");
  }

  private static DirectorySettings directory(String keys) {
    return ldap(keys).settings().directories().get(0);
  }

  private static List<String> problems(TestSource source) {
    var thrown = catchThrowableOfType(ConfigurationException.class, source::load);
    assertThat(thrown).as("it started").isNotNull();
    return thrown.problems().stream().map(Problem::path).toList();
  }

  @Test
  void theReferencesKeysMeanTheSame() {
    var settings =
        directory(
            "server: 'ldap://localhost:389', base_dn: 'dc=example,dc=com',"
                + " bind_dn: 'cn=admin,dc=example,dc=com', bind_password: secret,"
                + " user_search_base: 'ou=users,dc=example,dc=com', user_search_filter: '(uid=%s)',"
                + " group_search_base: 'ou=groups,dc=example,dc=com',"
                + " group_search_filter: '(member=%s)'");
    assertThat(settings.connection().servers()).containsExactly(URI.create("ldap://localhost:389"));
    assertThat(settings.connection().bindPassword().reveal()).isEqualTo("secret");
    assertThat(settings.people().base()).isEqualTo("ou=users,dc=example,dc=com");
    assertThat(settings.people().usernameAttribute()).isEqualTo("uid");
    assertThat(settings.people().subjectAttribute()).isEqualTo("entryUUID");
    assertThat(settings.groups().base()).isEqualTo("ou=groups,dc=example,dc=com");
    assertThat(settings.issuer()).isEqualTo("ldap");
    assertThat(settings.roles().defaults()).containsExactly("user");
  }

  @Test
  void activeDirectoryHasOtherDefaults() {
    var settings = directory(WHOLE + ", type: active_directory, bind_dn: 'cn=r', bind_password: p");
    assertThat(settings.kind()).isEqualTo(DirectoryKind.ACTIVE_DIRECTORY);
    assertThat(settings.people().usernameAttribute()).isEqualTo("sAMAccountName");
    assertThat(settings.people().subjectAttribute()).isEqualTo("objectGUID");
    assertThat(settings.people().filter()).contains("(userPrincipalName=%s)");
  }

  @ParameterizedTest
  @Proves({"S59", "S73"})
  @CsvSource(
      delimiter = '|',
      value = {
        "ldap://a.example                     | server",
        "ldap://10.0.0.1:389                  | server",
        "ldap://localhost.example             | server",
        "ldaps://a.example, ldap://b.example  | server",
        "http://a.example                     | server",
        "ldaps://a.example/dc=x               | server",
        "ldaps://user@a.example               | server",
        "ldaps://a.example:70000              | server",
        "nowhere                              | server",
      })
  void nothingGoesInClearToAnotherHost(String servers, String key) {
    assertThat(problems(ldap("server: '" + servers + "', base_dn: 'dc=x'")))
        .allMatch(path -> path.startsWith("auth.providers.ldap." + key));
  }

  @Test
  @Proves("S59")
  void whatLoosensItIsLoud() {
    assertThat(
            ldap("server: 'ldap://a.example', base_dn: 'dc=x', allow_plaintext: true")
                .load()
                .warnings())
        .anyMatch(warning -> warning.contains("allow_plaintext is true"));
    assertThat(ldap(WHOLE + ", allow_other_host_name: true").load().warnings())
        .anyMatch(warning -> warning.contains("allow_other_host_name is true"));
    assertThat(directory("server: 'ldap://a.example', base_dn: 'dc=x', start_tls: true"))
        .satisfies(settings -> assertThat(settings.connection().checkHostName()).isTrue());
  }

  @ParameterizedTest
  @Proves("S73")
  @CsvSource(
      delimiter = '|',
      value = {
        "start_tls: true                              | start_tls",
        "allow_plaintext: true                        | allow_plaintext",
        "bind_dn: 'cn=x'                              | bind_password",
        "bind_password: x                             | bind_dn",
        "type: active_directory                       | bind_dn",
        "user_search_filter: 'uid=%s'                 | user_search_filter",
        "user_search_filter: '(uid=alice)'            | user_search_filter",
        "user_search_filter: '(uid=%u)'               | user_search_filter",
        "username_attribute: mail                     | username_attribute",
        "username_attribute: 'a b'                    | username_attribute",
        "'group_source: member_of, group_search_filter: ''(member=%s)''' | group_search_filter",
        "pool_size: 0                                 | pool_size",
        "issuer: user_source                          | issuer",
        "type: novell                                 | type",
      })
  void whatCannotBeIsRefused(String keys, String path) {
    var source = ldap(WHOLE + ", " + keys);
    assertThat(problems(source)).contains("auth.providers.ldap." + path);
  }

  @Test
  @Proves("S57")
  void anEmptyPasswordOfTheReaderIsRefused() {
    assertThat(problems(ldap(WHOLE + ", bind_dn: 'cn=x', bind_password: ''")))
        .containsExactly("auth.providers.ldap.bind_password");
  }

  @Test
  void severalHaveNamesAndIssuersOfTheirOwn() {
    var settings =
        TestSource.of(
                """
                auth:
                  providers:
                    ldap:
                      directories:
                        corp: {server: ldaps://a.example, base_dn: "dc=a"}
                        old: {enabled: false, server: nonsense}
                        partners: {server: ldaps://b.example, base_dn: "dc=b", issuer: ldap}
                """)
            .settings();
    assertThat(settings.directories())
        .extracting(DirectorySettings::name)
        .containsExactly("corp", "partners");
    assertThat(settings.directories())
        .extracting(DirectorySettings::issuer)
        .containsExactly("ldap:corp", "ldap");
    assertThat(settings.login().order()).containsExactly("local", "corp", "partners");
  }

  @ParameterizedTest
  @Proves({"S11", "S83"})
  @CsvSource({"local", "ldap", "jwt", "saml", "user_source", "Corp", "a:b"})
  void aDirectoryHasNoNameOfAnother(String name) {
    assertThat(problems(ldap("directories: {'" + name + "': {" + WHOLE + "}}")))
        .containsExactly("auth.providers.ldap.directories." + name);
  }

  @Test
  @Proves({"S11", "S83"})
  void twoDirectoriesShareNoPeople() {
    assertThat(
            problems(
                ldap("directories: {a: {" + WHOLE + "}, b: {" + WHOLE + ", issuer: 'ldap:a'}}")))
        .containsExactly("auth.providers.ldap.directories.b.issuer");
  }

  @Test
  void theOrderNamesEachProviderThatIsOn() {
    var yaml = "auth: {login: {order: [%s]}, providers: {ldap: {" + WHOLE + "}}}";
    assertThat(TestSource.of(yaml.formatted("ldap, local")).settings().login().order())
        .containsExactly("ldap", "local");
    assertThat(problems(TestSource.of(yaml.formatted("ldap")))).containsExactly("auth.login.order");
    assertThat(problems(TestSource.of(yaml.formatted("ldap, local, saml"))))
        .containsExactly("auth.login.order");
  }

  @Test
  void aDirectoryAloneTakesPasswordsAndNeedsADatasource() {
    var settings =
        TestSource.of(
                "auth: {protect: [{path: /x, accept: [basic]}], providers: {local: {enabled:"
                    + " false}, ldap: {"
                    + WHOLE
                    + "}}}")
            .settings();
    assertThat(settings.takesPasswords()).isTrue();
    assertThat(settings.isStateless()).isFalse();
    assertThat(Set.copyOf(settings.login().order())).containsExactly("ldap");
  }
}
