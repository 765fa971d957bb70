package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.config.file.Problem;
import dev.portcullis.testing.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuersSectionTest {

  private static final String ISSUERS = "auth.providers.jwt.issuers[0]";

  private static TestSource with(String issuers) {
    return TestSource.of("auth: {providers: {jwt: {issuers: [" + issuers + "]}}}");
  }

  @Test
  void anIssuerNeedsItsAddressAndAnAudience() {
    var settings = with("{issuer: 'https://idp.example.com/a', audience: [x, y]}").settings();
    var issuer = settings.issuers().get(0);
    assertThat(issuer.keys()).isInstanceOf(IssuerSettings.Discovery.class);
    assertThat(issuer.name()).isEqualTo("idp.example.com");
    assertThat(issuer.audiences()).containsExactlyInAnyOrder("x", "y");
    assertThat(settings.isStateless()).isFalse();
  }

  @Test
  void aClaimMayBeDeepOrAnAddress() {
    var text =
        "{issuer: 'https://idp.example.com', audience: x, role_claim: '%s', role_mapping: {'a.b': [c, d]}}";
    var deep = with(text.formatted("resource_access.my\\.app.roles")).settings().issuers().get(0);
    assertThat(deep.claims().roles()).isEqualTo(path("resource_access", "my.app", "roles"));
    assertThat(deep.roleMapping().get("a.b")).containsExactlyInAnyOrder("c", "d");
    var address = with(text.formatted("https://example.com/roles")).settings().issuers().get(0);
    assertThat(address.claims().roles()).isEqualTo(path("https://example.com/roles"));
  }

  @ParameterizedTest
  @Proves({"S2", "S9", "S46", "S73"})
  @CsvSource(
      delimiter = '|',
      value = {
        "audience: x                                              | issuer",
        "issuer: 'https://a'                                      | audience",
        "issuer: 'http://idp.example.com', audience: x            | issuer",
        "issuer: plain, name: n, audience: x                      | issuer",
        "issuer: 'https://a', audience: x, jwks_uri: 'http://b/k' | jwks_uri",
        "issuer: 'https://a', audience: x, algorithms: [none]     | algorithms[0]",
        "issuer: 'https://a', audience: x, algorithms: [HS256]    | algorithms",
        "issuer: 'https://a', audience: x, role_claim: 'a..b'     | role_claim",
        "issuer: 'https://a', audience: x, key_id: k              | key_id",
        "issuer: 'https://a', audience: x, secret: changeme       | secret",
        "issuer: 'https://a', audience: x, public_key: nonsense   | public_key",
        "issuer: 'https://a', audience: x, typ: any               | typ",
        "issuer: 'https://a', audience: x, max_lifetime: 25h      | max_lifetime",
        "issuer: 'https://a', audience: x, principal: plain       | principal",
        "issuer: 'http://localhost', audience: x                  | issuer",
        "issuer: 'https://a', audience: x, name: user_source      | name",
        "issuer: 'https://a', audience: x, role_mapping: {a: b}   | role_mapping",
      })
  void whatCannotBeIsRefused(String entry, String key) {
    assertThat(problems(with("{" + entry + "}")))
        .extracting(Problem::path)
        .containsExactly(ISSUERS + "." + key);
  }

  @Test
  @Proves("S2")
  void keysComeFromOnePlace() {
    var problems =
        problems(
            with(
                "{issuer: 'https://a', audience: x, jwks_uri: 'https://a/k', secret: "
                    + TestSource.JWT_SECRET
                    + "}"));
    assertThat(problems).extracting(Problem::path).containsExactly(ISSUERS);
  }

  @Test
  void noIssuerIsThereTwice() {
    var one = "{issuer: 'https://a.example.com', audience: x}";
    assertThat(problems(with(one + "," + one)))
        .extracting(Problem::path)
        .containsExactly(
            "auth.providers.jwt.issuers[1].issuer", "auth.providers.jwt.issuers[1].name");
  }

  @Test
  void withoutAccountsAndDatasourceNothingIsKept() {
    var loaded =
        TestSource.of(
                "auth: {providers: {local: {enabled: false}, jwt: {issuers: [{issuer: 'https://a',"
                    + " audience: x, principal: plain}]}}}")
            .withoutEnv("AUTH_ENCRYPTION_KEY")
            .load();
    assertThat(loaded.settings().isStateless()).isTrue();
    assertThat(loaded.notices()).anyMatch(notice -> notice.startsWith("Stateless"));
  }

  @Test
  void whatNeedsADatasourceIsRefusedWithoutOne() {
    var source =
        TestSource.of(
            "auth: {bootstrap: {username: root}, providers: {local: {enabled: false}, jwt: {secret: "
                + TestSource.JWT_SECRET
                + ", issuers: [{issuer: 'https://a', audience: x}]}}}");
    assertThat(problems(source))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("auth.providers.jwt.secret", "auth.bootstrap.username");
  }

  private static ClaimPath path(String... names) {
    return new ClaimPath(List.of(names));
  }

  private static List<Problem> problems(TestSource source) {
    return catchThrowableOfType(ConfigurationException.class, source::load).problems();
  }
}
