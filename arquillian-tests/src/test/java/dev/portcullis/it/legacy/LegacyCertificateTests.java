package dev.portcullis.it.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.TestApplication;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestCertificates;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * An unchanged application with CLIENT-CERT: {@code src/test/legacy/vault}, behind a proxy that
 * ends TLS and names the certificate as RFC 9440 has it.
 */
interface LegacyCertificateTests {

  /** Whose certificates the vault takes. */
  TestCertificates AUTHORITY = authority();

  private static TestCertificates authority() {
    return new TestCertificates("Clients", Instant.now());
  }

  /** The address of an application, without a trailing slash. */
  URI legacy(String application);

  private TestClient nobody() {
    return new TestClient(legacy("vault"));
  }

  private TestClient holding(TestCertificates authority, String name) {
    try {
      byte[] own =
          authority.issue(authority.client(name, Instant.now())).certificate().getEncoded();
      return nobody().with("Client-Cert", ":" + Base64.getEncoder().encodeToString(own) + ":");
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Proves("S83")
  default void theHolderIsTheCallerInServletsAndEjbs() {
    TestClient alice = holding(AUTHORITY, "alice");
    for (int i = 0; i < 2; i++) {
      Answer answer = alice.get("/inside/vault");
      assertThat(answer.body().lines())
          .containsExactly("user=alice", "roles=true,false", "look=alice", "take=refused");
      assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }
    assertThat(alice.get("/editors/vault").status()).isEqualTo(403);
    assertThat(holding(AUTHORITY, "bob").get("/editors/vault").body().lines())
        .containsExactly("user=bob", "roles=true,true", "look=bob", "take=taken");
    assertThat(alice.get("/open/vault").body()).contains("user=alice");
  }

  @Test
  @Proves("S83")
  default void whoeverHasNoneThatServesIsNobody() {
    // Of the same name, with another key.
    TestCertificates another = authority();
    for (TestClient client :
        new TestClient[] {
          nobody(),
          nobody().likeBrowser(),
          holding(another, "alice"),
          holding(AUTHORITY, "no such person"),
          nobody().with("Client-Cert", "alice")
        }) {
      Answer answer = client.get("/inside/vault");
      assertThat(answer.status()).as(answer.body()).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("look=");
      assertThat(client.get("/open/vault").body())
          .contains("user=null", "roles=false,false", "look=refused", "take=refused");
    }
    assertThat(nobody().with("Accept", "application/json").get("/inside/vault").text("error"))
        .isEqualTo("certificate_required");
    assertThat(holding(another, "alice").likeBrowser().get("/inside/vault").body())
        .contains("none came that is accepted here");
  }

  @Test
  @Proves("S76")
  default void anotherSiteCannotUseTheConnectionsCertificate() {
    TestClient bob = holding(AUTHORITY, "bob");
    assertThat(bob.postForm("/editors/vault", Map.of("a", "b")).body()).contains("take=taken");
    bob.with("Origin", "https://evil.example");
    assertThat(bob.postForm("/editors/vault", Map.of("a", "b")).status()).isEqualTo(403);
  }

  @Test
  default void aTokenServesBesideIt() {
    String token = nobody().login("bob", TestApplication.BOB).text("access_token");
    assertThat(nobody().withToken(token).get("/editors/vault").body()).contains("take=taken");
  }
}
