package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.CertificateSettings.ProxyHeader;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.config.Door;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestCertificates;
import dev.portcullis.web.testing.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The CLIENT-CERT of web.xml, behind a proxy that ends TLS. */
class CertificateLoginTest {

  private static final String WEB_XML =
      """
      <?xml version="1.0"?>
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <login-config><auth-method>CLIENT-CERT</auth-method></login-config>
      </web-app>
      """;

  private static final String HTML = "Accept: text/html,*/*;q=0.8";

  private final TestCertificates authority = new TestCertificates("Ours", Instant.now());
  private final X509Certificate alice = certificate("alice");

  private X509Certificate certificate(String name) {
    return authority.issue(authority.client(name, Instant.now())).certificate();
  }

  private static Settings settings(ProxyHeader header) {
    return new Settings().door(Door.MODULE).certificates(header);
  }

  private static TestServer behindProxy(ProxyHeader header) throws Exception {
    return TestServer.withDescriptor(settings(header).trustedProxy("127.0.0.1").build(), WEB_XML);
  }

  private static String rfc9440(X509Certificate certificate) throws Exception {
    return "Client-Cert: :" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
  }

  @Test
  void aProxySendsTheCertificateAsRfc9440HasIt() throws Exception {
    try (var server = behindProxy(ProxyHeader.CLIENT_CERT)) {
      var in = server.http().get("/app/secured/x", rfc9440(alice));
      assertThat(in.status()).isEqualTo(200);
      assertThat(in.body()).contains("user=alice");
      assertThat(in.headers("Set-Cookie")).isEmpty();
      var chain = "Client-Cert-Chain: " + rfc9440(authority.certificate()).substring(13);
      assertThat(server.http().get("/app/secured/x", rfc9440(alice), chain).body())
          .contains("user=alice");
      for (var broken :
          new String[] {"Client-Cert: abc", "Client-Cert: :!!!:", "Client-Cert: ::"}) {
        assertThat(server.http().get("/app/secured/x", broken).status()).isEqualTo(401);
      }
      assertThat(
              server
                  .http()
                  .get("/app/secured/x", rfc9440(alice), rfc9440(certificate("bob")))
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void aProxySendsTheCertificateAsNginxAndApacheDo() throws Exception {
    try (var server = behindProxy(ProxyHeader.X_SSL_CLIENT_CERT)) {
      var pem = TestCertificates.pem(alice);
      var escaped = URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20");
      assertThat(server.http().get("/app/secured/x", "X-SSL-Client-Cert: " + escaped).body())
          .contains("user=alice");
      var line = pem.strip().replace("\n", " ");
      assertThat(server.http().get("/app/secured/x", "X-SSL-Client-Cert: " + line).body())
          .contains("user=alice");
      assertThat(server.http().get("/app/secured/x", "X-SSL-Client-Cert: (null)").status())
          .isEqualTo(401);
      assertThat(server.http().get("/app/secured/x", rfc9440(alice)).status()).isEqualTo(401);
    }
  }

  @Test
  @Proves("S40")
  void aHeaderOfAnybodyElseCountsForNothing() throws Exception {
    var settings = settings(ProxyHeader.CLIENT_CERT).trustedProxy("10.9.9.9").build();
    try (var server = TestServer.withDescriptor(settings, WEB_XML)) {
      assertThat(server.http().get("/app/secured/x", rfc9440(alice)).status()).isEqualTo(401);
      var seen = server.http().get("/app/x", rfc9440(alice), "X-Do: headers");
      assertThat(seen.body()).contains("user=null");
      assertThat(seen.headers("X-Seen"))
          .singleElement()
          .satisfies(
              names ->
                  assertThat(names)
                      .containsIgnoringCase("x-do")
                      .doesNotContainIgnoringCase("client-cert"));
    }
  }

  @Test
  @Proves("S40")
  void aFormThatIsHandedOnBringsNoSuchHeaderEither() throws Exception {
    var settings =
        FormApplication.settings()
            .certificates(ProxyHeader.CLIENT_CERT)
            .trustedProxy("10.9.9.9")
            .build();
    try (var app =
        new FormApplication(TestServer.withDescriptor(settings, FormApplication.WEB_XML))) {
      var person = app.person();
      person.postOwn("/app/orders/new", "item=1");
      var back = FormApplication.location(person.signIn("alice"));
      assertThat(person.get(back, rfc9440(alice)).body())
          .contains("method=POST", "item=1", "certificate=null");
    }
  }

  @Test
  void whoeverHasNoneIsToldWhatIsNeeded() throws Exception {
    try (var server = behindProxy(ProxyHeader.CLIENT_CERT)) {
      var page = server.http().get("/app/secured/x", HTML);
      assertThat(page.status()).isEqualTo(401);
      assertThat(page.body()).contains("A certificate is needed");
      assertThat(server.http().get("/app/secured/x", HTML, "Accept-Language: de").body())
          .contains("Ein Zertifikat wird gebraucht");
      assertThat(server.http().get("/app/secured/x", "Accept: application/json").body())
          .contains("certificate_required", "is needed");
      var mallory = rfc9440(certificate("mallory"));
      assertThat(server.http().get("/app/secured/x", mallory, "Accept: application/json").body())
          .contains("certificate_required", "not accepted");
      assertThat(server.http().get("/app/x", mallory).status()).isEqualTo(200);
      assertThat(server.http().get("/app/secured/x", "Authorization: Bearer token-bob").body())
          .contains("user=bob");
    }
  }

  @Test
  @Proves("S76")
  void anotherSiteCannotUseTheConnectionsCertificate() throws Exception {
    try (var server = behindProxy(ProxyHeader.CLIENT_CERT)) {
      var foreign = "Origin: https://evil.example";
      assertThat(server.http().postForm("/app/secured/x", "a=b", rfc9440(alice), foreign).status())
          .isEqualTo(403);
      assertThat(server.http().postForm("/app/secured/x", "a=b", rfc9440(alice)).status())
          .isEqualTo(200);
    }
  }

  @Test
  @Proves({"S19", "S84"})
  void theHttpSessionIsOfWhoeverHoldsTheCertificate() throws Exception {
    try (var server = behindProxy(ProxyHeader.CLIENT_CERT)) {
      var http = server.http();
      var planted = http.get("/app/x", "X-Do: note", "X-Note: planted").cookie("JSESSIONID");
      var fixed = "Cookie: JSESSIONID=" + planted.orElseThrow();
      var adopted = http.get("/app/x", rfc9440(alice), fixed).cookie("JSESSIONID").orElseThrow();
      assertThat(adopted).isNotEqualTo(planted.orElseThrow());
      assertThat(http.get("/app/x", fixed).body()).contains("note=null");

      var own = "Cookie: JSESSIONID=" + adopted;
      assertThat(http.get("/app/x", rfc9440(alice), own, "X-Do: note", "X-Note: basket").body())
          .contains("note=basket");
      assertThat(http.get("/app/x", rfc9440(certificate("bob")), own).body())
          .contains("user=bob", "note=null");
    }
  }

  @Test
  void aRuleAloneTakesCertificates() throws Exception {
    var settings =
        new Settings()
            .certificates(ProxyHeader.CLIENT_CERT)
            .trustedProxy("127.0.0.1")
            .rule(Settings.accepting("/api/*", CredentialKind.CERTIFICATE))
            .build();
    try (var server = new TestServer(settings)) {
      assertThat(server.http().get("/app/api/x", rfc9440(alice)).body()).contains("user=alice");
      assertThat(server.http().get("/app/api/x").body()).contains("certificate_required");
      assertThat(server.http().get("/app/x", rfc9440(alice)).body()).contains("user=null");
    }
  }
}
