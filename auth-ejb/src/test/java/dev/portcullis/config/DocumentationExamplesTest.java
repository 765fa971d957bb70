package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.config.file.Problem;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation shows, works. */
class DocumentationExamplesTest {

  @Test
  void theExamplesOfTheDocumentStart() {
    var examples =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(ConfigurationDocument.text())
            .results()
            .toList();

    assertThat(examples).hasSize(2);
    for (var example : examples) {
      assertThatCode(TestSource.of(example.group(1))::load).doesNotThrowAnyException();
    }
  }

  @Test
  void theWholeOfTheDesignedFileIsKnownByName() {
    var source =
        TestSource.of(
            """
            auth:
              enabled: true
              door: auto
              base_path: /auth
              datasource: jdbc/portcullis
              encryption_key: ${AUTH_ENCRYPTION_KEY}
              public_url: https://app.example.com
              trusted_proxies: []
              admin_role: auth-admin
              bootstrap: {username: root}
              protect:
                - {path: "/api/admin/*", methods: [GET, POST], roles: [admin], accept: [bearer]}
                - {path: "/app/*", accept: [session, bearer], factor: second, max_age: 15m, csrf: origin}
                - {path: "/public/*", access: anonymous}
              providers:
                jwt: {issuers: [{issuer: 'https://idp.example.com', jwks_uri: 'https://idp.example.com/keys', audience: x, role_claim: x}], refresh_grace: 0s}
                local: {enabled: true, registration: false, user_source: {datasource: jdbc/app, password_sql: "SELECT username, password FROM users WHERE username = ?"}}
                oauth:
                  clients:
                    google: {client_id: x, client_secret: x}
                    corp: {issuer: x, client_id: x, role_claim: realm_access.roles, link_by: email}
                saml: {idp_metadata: https://x}
                ldap: {start_tls: true, role_mapping: {cn=admins: admin}, nested_groups: true}
                two_factor: {provider: totp, required_for_roles: [admin], trusted_device: 30d, sms: {provider: twilio}, email: {provider: smtp}}
              sessions: {idle: 30m, absolute: 12h, max_per_user: 10, recheck_source: 15m}
              rate_limit: {account: 5, address: 100/10m, prefix: 300/10m}
              audit: {retention: 365d}
            """);

    assertThat(catchThrowableOfType(ConfigurationException.class, source::load).problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "auth.providers.oauth.clients.corp.link_by",
            "auth.providers.oauth.clients.corp.client_secret",
            "auth.providers.oauth.clients.corp.issuer",
            "auth.providers.saml",
            "auth.providers.ldap.server",
            "auth.providers.ldap.base_dn",
            "auth.providers.two_factor.sms.account_sid",
            "auth.providers.two_factor.sms.auth_token",
            "auth.providers.two_factor.sms.from_number",
            "auth.providers.two_factor.email.from_email",
            "auth.providers.two_factor.email.smtp_host");
  }
}
