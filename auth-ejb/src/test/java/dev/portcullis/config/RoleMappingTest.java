package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code role_mapping} has one shape wherever it stands: a role there, and one or several here. */
class RoleMappingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{clerk: [reader, writer], boss: admin}",
        "{clerk: 'reader, writer', boss: [admin]}",
        "{clerk: 'reader,writer', boss: 'admin'}"
      })
  void aRoleGivesOneOrSeveral(String mapping) {
    var settings =
        TestSource.of(
                """
                auth:
                  providers:
                    local:
                      user_source:
                        datasource: jdbc/app
                        password_sql: SELECT username, password FROM users WHERE username = ?
                        role_mapping: %1$s
                    jwt:
                      issuers:
                        - {issuer: 'https://a', audience: x, role_claim: r, role_mapping: %1$s}
                    client_cert:
                      trust_anchors_file: /etc/ca.pem
                      account: external
                      role_mapping: %1$s
                """
                    .formatted(mapping))
            .settings();
    var expected = Map.of("clerk", Set.of("reader", "writer"), "boss", Set.of("admin"));

    var source = settings.local().userSource();
    assertThat(source == null ? null : source.roleMapping()).isEqualTo(expected);
    assertThat(settings.issuers().get(0).roleMapping()).isEqualTo(expected);
    assertThat(settings.certificate().roleMapping()).isEqualTo(expected);
  }
}
