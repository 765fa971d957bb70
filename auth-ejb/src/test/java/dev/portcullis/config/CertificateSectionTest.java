package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.portcullis.config.CertificateSettings.AccountSource;
import dev.portcullis.config.CertificateSettings.Identity;
import dev.portcullis.config.CertificateSettings.ProxyHeader;
import dev.portcullis.config.file.Problem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateSectionTest {

  @Test
  void withoutTheSectionNoCertificateServes() {
    assertThat(TestSource.of("auth:").settings().certificate()).isEqualTo(CertificateSettings.OFF);
  }

  @Test
  void readsEverythingThatIsWritten() {
    var settings =
        TestSource.of(
                """
                auth:
                  trusted_proxies: [10.0.0.0/8]
                  providers:
                    client_cert:
                      trust_anchors_file: /etc/ca.pem
                      identity: email
                      account: external
                      roles: [user]
                      role_mapping: {"mary@example.com": [clerk]}
                      proxy_header: client_cert
                  protect:
                    - {path: "/api/*", accept: [basic, certificate]}
                """)
            .settings();
    assertThat(settings.certificate())
        .isEqualTo(
            new CertificateSettings(
                true,
                Path.of("/etc/ca.pem"),
                Identity.EMAIL,
                AccountSource.EXTERNAL,
                Map.of(),
                Set.of("user"),
                Map.of("mary@example.com", Set.of("clerk")),
                ProxyHeader.CLIENT_CERT));
    assertThat(settings.protect().get(0).accept())
        .containsExactlyInAnyOrder(CredentialKind.BASIC, CredentialKind.CERTIFICATE);
  }

  @Test
  void whatWouldLetInAnybodyOrNobodyStopsTheStart() {
    var source =
        TestSource.of(
            """
            auth:
              providers:
                client_cert:
                  roles: [user]
                  proxy_header: x_ssl_client_cert
            """);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(source::load)
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::path)
                    .containsExactlyInAnyOrder(
                        "auth.providers.client_cert.trust_anchors_file",
                        "auth.providers.client_cert.account",
                        "auth.providers.client_cert.proxy_header"));
  }

  @Test
  void aRuleCannotAcceptWhatNobodyHas() {
    var source =
        TestSource.of(
            """
            auth:
              protect:
                - {path: "/api/*", accept: [certificate]}
            """);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(source::load)
        .withMessageContaining("whose certificates are trusted");
  }
}
