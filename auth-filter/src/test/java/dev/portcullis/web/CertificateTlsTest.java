package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.CertificateSettings.ProxyHeader;
import dev.portcullis.config.Door;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestCertificates;
import dev.portcullis.web.testing.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The CLIENT-CERT of web.xml, with certificates out of real handshakes. */
class CertificateTlsTest {

  private static final String PASSWORD = "of-a-test";
  private static final String WEB_XML =
      "<web-app><login-config><auth-method>CLIENT-CERT</auth-method></login-config></web-app>";

  private final TestCertificates authority = new TestCertificates("Ours", Instant.now());

  private KeyStore keys(TestCertificates.Issued issued)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key",
        issued.keys().getPrivate(),
        PASSWORD.toCharArray(),
        new Certificate[] {issued.certificate(), authority.certificate()});
    return store;
  }

  private KeyStore trusted() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", authority.certificate());
    return store;
  }

  private TestCertificates.Issued client(String name) {
    return authority.issue(authority.client(name, Instant.now()));
  }

  private int listen(TestServer server) throws GeneralSecurityException, IOException {
    var own =
        authority.issue(
            authority.client("localhost", Instant.now()).purpose(KeyPurposeId.id_kp_serverAuth));
    return server.listenWithTls(keys(own), PASSWORD, trusted());
  }

  private String get(int port, TestCertificates.@Nullable Issued client, String... headers)
      throws GeneralSecurityException, IOException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted());
    var context = SSLContext.getInstance("TLS");
    if (client == null) {
      context.init(null, trust.getTrustManagers(), null);
    } else {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keys(client), PASSWORD.toCharArray());
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    }
    try (var socket = context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      var request = new StringBuilder("GET /app/secured/x HTTP/1.1\r\nHost: localhost\r\n");
      for (var header : headers) {
        request.append(header).append("\r\n");
      }
      request.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theContainersCertificateIsTheCaller() throws Exception {
    var settings = new Settings().door(Door.MODULE).certificates(ProxyHeader.NONE).build();
    try (var server = TestServer.withDescriptor(settings, WEB_XML)) {
      int port = listen(server);
      assertThat(get(port, client("alice"))).contains(" 200 ", "user=alice");
      assertThat(get(port, client("mallory"))).contains(" 401 ", "certificate_required");
      assertThat(get(port, null)).contains(" 401 ", "certificate_required");
    }
  }

  /** Behind a proxy with a certificate of its own, that one is nobody's who asks. */
  @Test
  @Proves("S40")
  void aProxysOwnCertificateIsNotTheClients() throws Exception {
    var settings =
        new Settings()
            .door(Door.MODULE)
            .certificates(ProxyHeader.CLIENT_CERT)
            .trustedProxy("127.0.0.1")
            .build();
    try (var server = TestServer.withDescriptor(settings, WEB_XML)) {
      int port = listen(server);
      assertThat(get(port, client("bob"))).contains(" 401 ");
      var alice =
          "Client-Cert: :"
              + Base64.getEncoder().encodeToString(client("alice").certificate().getEncoded())
              + ":";
      assertThat(get(port, client("bob"), alice)).contains("user=alice");
    }
  }
}
