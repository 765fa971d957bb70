package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.config.OAuthClientSettings.OpenId;
import dev.portcullis.config.OAuthClientSettings.Plain;
import dev.portcullis.config.OAuthClientSettings.PrivateKey;
import dev.portcullis.config.OAuthClientSettings.Secret;
import dev.portcullis.config.file.Problem;
import dev.portcullis.testing.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthSectionTest {

  private static final String CLIENT = "auth.providers.oauth.clients.corp";

  private static TestSource oauth(String text) {
    return TestSource.of("auth: {providers: {oauth: {" + text + "}}}");
  }

  private static TestSource corp(String text) {
    return oauth("clients: {corp: {" + text + "}}");
  }

  private static OAuthClientSettings only(TestSource source) {
    var clients = source.settings().providers().clients();
    assertThat(clients).hasSize(1);
    return clients.get(0);
  }

  private static List<Problem> problems(TestSource source) {
    return catchThrowableOfType(ConfigurationException.class, source::load).problems();
  }

  @Test
  void withoutTheSectionNobodySignsInElsewhere() {
    assertThat(TestSource.of("auth: {}").settings().providers().clients()).isEmpty();
    assertThat(oauth("enabled: false, client_id: x").settings().providers().clients()).isEmpty();
  }

  @Test
  void theFlatFormOfTheReferenceMeansOneClient() {
    var client =
        only(
            oauth(
                "client_id: x, client_secret: y, redirect_url: 'http://localhost/cb', provider:"
                    + " google, scopes: [read, write], auth_url:"
                    + " 'https://accounts.google.com/o/oauth2/auth', token_url:"
                    + " 'https://oauth2.googleapis.com/token', user_info_url:"
                    + " 'https://www.googleapis.com/oauth2/v2/userinfo'"));
    assertThat(client.name()).isEqualTo("google");
    assertThat(client.label()).isEqualTo("Google");
    assertThat(client.scopes()).containsExactly("read", "write");
    assertThat(client.endpoints()).isInstanceOf(Plain.class);
    assertThat(client.redirectUrl()).hasToString("http://localhost/cb");
    // Whoever moves on to OpenID Connect finds the same accounts.
    assertThat(client.identityIssuer()).isEqualTo("https://accounts.google.com");
    assertThat(client.claims().subject().names()).containsExactly("id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "google: {client_id: x, client_secret: y}   | https://accounts.google.com",
        "github: {client_id: x, client_secret: y}   | https://github.com",
        "facebook: {client_id: x, client_secret: y} | https://www.facebook.com",
        "linkedin: {client_id: x, client_secret: y} | https://www.linkedin.com/oauth",
        "apple: {client_id: x, client_secret: y}    | https://appleid.apple.com",
        "microsoft: {client_id: x, client_secret: y, tenant: 9188040d-6c67-4c5b-b112-36a304b66dad}"
            + " | https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
        "keycloak: {client_id: x, client_secret: y, issuer: 'https://kc/realms/a'} |"
            + " https://kc/realms/a",
        "work: {provider: google, client_id: x, client_secret: y} | https://accounts.google.com",
      })
  void aPresetKnowsTheRest(String clients, String identityIssuer) {
    assertThat(only(oauth("clients: {" + clients + "}")).identityIssuer())
        .isEqualTo(identityIssuer);
  }

  @Test
  @Proves("S11")
  void othersAddressesUnderAWellKnownNameAreOtherPeople() {
    var client =
        only(
            oauth(
                "provider: github, client_id: x, client_secret: y, auth_url: 'https://evil/a',"
                    + " token_url: 'https://evil/t?x=1', user_info_url: 'https://evil/u'"));
    assertThat(client.identityIssuer()).isEqualTo("https://evil/t");
  }

  @Test
  void anIssuerIsEnough() {
    var client = only(corp("issuer: 'https://idp.example.com/a', client_id: x, client_secret: y"));
    assertThat(client.endpoints())
        .isEqualTo(
            new OpenId(
                "https://idp.example.com/a",
                java.util.EnumSet.of(JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.EDDSA),
                false,
                true));
    assertThat(client.scopes()).containsExactly("openid", "profile", "email");
    assertThat(client.defaultRoles()).containsExactly("user");
    assertThat(client.credential())
        .isInstanceOfSatisfying(Secret.class, s -> assertThat(s.inBody()).isFalse());
    assertThat(client.trustsMfa()).isFalse();
  }

  @Test
  void whoAsksForThePasswordAgainIsKnownOrSaid() {
    assertThat(again("google: {client_id: x, client_secret: y}")).isFalse();
    assertThat(again("google: {client_id: x, client_secret: y, reauthenticates: true}")).isTrue();
    var corp = "issuer: 'https://a', client_id: x, client_secret: y";
    assertThat(again("corp: {" + corp + "}")).isTrue();
    assertThat(again("corp: {" + corp + ", reauthenticates: false}")).isFalse();
    assertThat(
            problems(
                oauth(
                    "clients: {github: {client_id: x, client_secret: y, reauthenticates: true}}")))
        .singleElement()
        .asString()
        .contains("reauthenticates", "plain OAuth 2 cannot tell");
  }

  private static boolean again(String client) {
    return ((OpenId) only(oauth("clients: {" + client + "}")).endpoints()).reauthenticates();
  }

  @Test
  void openidIsAlwaysAskedFor() {
    assertThat(
            only(corp("issuer: 'https://a', client_id: x, client_secret: y, scopes: [mail]"))
                .scopes())
        .containsExactly("openid", "mail");
  }

  @Test
  void aKeyProvesTheClientInPlaceOfASecret() {
    var key = "'-----BEGIN PRIVATE KEY-----'";
    assertThat(
            only(corp("issuer: 'https://a', client_id: x, key_id: k, private_key: " + key))
                .credential())
        .isInstanceOfSatisfying(
            PrivateKey.class, k -> assertThat(k.algorithm()).isEqualTo(JwsAlgorithm.ES256));
  }

  @ParameterizedTest
  @Proves({"S45", "S46", "S48", "S73", "S83", "S85"})
  @CsvSource(
      delimiter = '|',
      value = {
        "issuer: 'https://a', client_secret: y                                      | .client_id",
        "issuer: 'https://a', client_id: x                                          |"
            + " .client_secret",
        "issuer: 'https://a', client_id: x, client_secret: ''                       |"
            + " .client_secret",
        "issuer: 'http://idp.example.com', client_id: x, client_secret: y           | .issuer",
        "issuer: 'https://a?x=1', client_id: x, client_secret: y                    | .issuer",
        "client_id: x, client_secret: y                                             | .issuer",
        "issuer: 'https://a', auth_url: 'https://a/x', client_id: x, client_secret: y | .issuer",
        "provider: microsoft, client_id: x, client_secret: y                        | .tenant",
        "provider: microsoft, tenant: common, client_id: x, client_secret: y        | .tenant",
        "issuer: 'https://a', client_id: x, client_secret: y, algorithms: [HS256]   | .algorithms",
        "issuer: 'https://a', client_id: x, client_secret: y, algorithms: [none]    |"
            + " .algorithms[0]",
        "issuer: 'https://a', client_id: x, client_secret: y, id_claim: email       | .id_claim",
        "issuer: 'https://a', client_id: x, client_secret: y, link_by: email        | .link_by",
        "issuer: 'https://a', client_id: x, client_secret: y, role_mapping: {a: b}  |"
            + " .role_mapping",
        "issuer: 'https://a', client_id: x, client_secret: y, default_roles: [user, auth-admin] | .default_roles",
        "provider: github, client_id: x, client_secret: y, acr_values: [a]          | .acr_values",
        "provider: github, client_id: x, client_secret: y, trust_mfa: true          | .trust_mfa",
        "issuer: 'https://a', client_id: x, client_secret: y, redirect_url: 'http://b/c' |"
            + " .redirect_url",
        "provider: apple, client_id: x, private_key: '-----BEGIN PRIVATE KEY-----', key_id: k |"
            + " .team_id",
      })
  void whatCannotBeIsRefused(String text, String key) {
    assertThat(problems(corp(text))).extracting(Problem::path).containsExactly(CLIENT + key);
  }

  @Test
  @Proves("S73")
  void everyProblemIsToldAtOnceAndNoSecretIsShown() {
    var problems =
        problems(
            oauth(
                "clients: {a: {client_id: x, private_key: canary, client_secret: canary, auth_url:"
                    + " 'ftp://x'}, local: {}}"));
    assertThat(problems)
        .extracting(Problem::path)
        .contains(
            "auth.providers.oauth.clients.a.auth_url",
            "auth.providers.oauth.clients.a.token_url",
            "auth.providers.oauth.clients.a.user_info_url",
            "auth.providers.oauth.clients.a.private_key",
            "auth.providers.oauth.clients.local");
    assertThat(problems.toString()).doesNotContain("canary");
  }

  @Test
  @Proves("S83")
  void aClientHasANameOfItsOwn() {
    assertThat(
            problems(
                TestSource.of(
                    "auth: {providers: {jwt: {issuers: [{issuer: 'https://a', name: corp, audience:"
                        + " x}]}, oauth: {clients: {corp: {issuer: 'https://a', client_id: x,"
                        + " client_secret: y}}}}}")))
        .extracting(Problem::path)
        .containsExactly(CLIENT);
  }

  @Test
  void aFlatClientAndNamedOnesDoNotGoTogether() {
    assertThat(
            problems(
                oauth(
                    "provider: google, clients: {corp: {issuer: 'https://a', client_id: x,"
                        + " client_secret: y}}")))
        .extracting(Problem::path)
        .containsExactly("auth.providers.oauth");
    assertThat(problems(oauth("client_id: x")))
        .extracting(Problem::path)
        .containsExactly("auth.providers.oauth");
  }
}
