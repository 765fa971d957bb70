package dev.portcullis.web;

import static dev.portcullis.web.BasicLoginTest.WEB_XML;
import static dev.portcullis.web.BasicLoginTest.alice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.CredentialKind;
import dev.portcullis.config.Door;
import dev.portcullis.web.testing.Settings;
import org.junit.jupiter.api.Test;

/** Over what a password may come, and for which paths; each with a server of its own. */
class BasicTransportTest {

  @Test
  void aPasswordInClearIsRefusedAndNotAskedFor() throws Exception {
    try (var proxied =
        TestServer.withDescriptor(
            new Settings().door(Door.MODULE).publicUrl("https://app.example.com/app").build(),
            WEB_XML)) {
      var host = "Host: app.example.com";
      var refused = proxied.http().get("/app/secured/x", host, alice());
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("https only");
      assertThat(proxied.http().get("/app/secured/x", host).headers("WWW-Authenticate")).hasSize(1);
    }
    try (var proxied =
        TestServer.withDescriptor(
            new Settings()
                .door(Door.MODULE)
                .publicUrl("https://app.example.com/app")
                .trustedProxy("127.0.0.1")
                .build(),
            WEB_XML)) {
      var host = "Host: app.example.com";
      assertThat(proxied.http().get("/app/secured/x", host, alice()).status()).isEqualTo(200);
      assertThat(
              proxied
                  .http()
                  .get("/app/secured/x", host, alice(), "X-Forwarded-Proto: https, http")
                  .status())
          .isEqualTo(400);
      // The client wrote the first line, and the proxy the last.
      var lines =
          new String[] {host, alice(), "X-Forwarded-Proto: https", "X-Forwarded-Proto: http"};
      assertThat(proxied.http().get("/app/secured/x", lines).status()).isEqualTo(400);
    }
  }

  /** What nginx makes of {@code proxy_pass http://localhost:8080}, and what others add to it. */
  @Test
  void aProxyOnThisMachineIsNotTakenForItsClients() throws Exception {
    try (var proxied =
        TestServer.withDescriptor(
            new Settings().door(Door.MODULE).publicUrl("https://app.example.com/app").build(),
            WEB_XML)) {
      assertThat(proxied.http().get("/app/secured/x", alice()).status()).isEqualTo(400);
    }
    try (var here =
        TestServer.withDescriptor(
            new Settings().door(Door.MODULE).publicUrl("http://localhost/app").build(), WEB_XML)) {
      assertThat(here.http().get("/app/secured/x", alice()).status()).isEqualTo(200);
      for (var header :
          new String[] {
            "Via: 1.1 front",
            "Forwarded: for=192.0.2.7",
            "X-Forwarded-For: 192.0.2.7",
            "x-forwarded-host: app.example.com",
            "X-Real-IP: 192.0.2.7"
          }) {
        assertThat(here.http().get("/app/secured/x", alice(), header).status())
            .as(header)
            .isEqualTo(400);
      }
    }
  }

  @Test
  void aRuleAloneSwitchesItOn() throws Exception {
    try (var plain =
        new TestServer(
            new Settings().rule(Settings.accepting("/api/*", CredentialKind.BASIC)).build())) {
      assertThat(plain.http().get("/app/api/x", alice()).body()).contains("user=alice");
      assertThat(plain.http().get("/app/api/x").headers("WWW-Authenticate"))
          .anyMatch(c -> c.startsWith("Basic "));
      assertThat(plain.http().get("/app/x", alice()).body()).contains("user=null");
    }
  }
}
