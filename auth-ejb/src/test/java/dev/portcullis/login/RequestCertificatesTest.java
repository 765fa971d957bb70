package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static dev.portcullis.login.LoginFixture.isIn;
import static dev.portcullis.login.LoginFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.ClientInfo;
import dev.portcullis.RejectionReason;
import dev.portcullis.RequestProof;
import dev.portcullis.SecurityEvent;
import dev.portcullis.config.CertificateSettings;
import dev.portcullis.config.CertificateSettings.AccountSource;
import dev.portcullis.config.CertificateSettings.Identity;
import dev.portcullis.config.CertificateSettings.ProxyHeader;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestCertificates;
import dev.portcullis.testing.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestCertificatesTest {

  private final LoginFixture app = new LoginFixture();
  private final Instant now = app.clock.instant();
  private final TestCertificates ours = new TestCertificates("Ours", now);

  @AfterEach
  void close() {
    app.close();
  }

  private CertificateSettings settings(
      Identity identity,
      AccountSource source,
      Map<String, String> accounts,
      Map<String, Set<String>> roles)
      throws IOException {
    var anchors = ours.writeTo(Path.of("target"));
    return new CertificateSettings(
        true, anchors, identity, source, accounts, Set.of(), roles, ProxyHeader.NONE);
  }

  private RequestCredentialsImpl byName(Identity identity) throws IOException {
    return app.requestCredentials(settings(identity, AccountSource.EXISTING, Map.of(), Map.of()));
  }

  private static AuthenticationResult<RequestProof> ask(
      RequestCredentialsImpl node, Issued issued) {
    return node.certificate(List.of(issued.certificate()), CLIENT);
  }

  @Test
  void aCertificateStandsForTheAccountOfItsCommonName() throws Exception {
    var mary = app.create("mary", "clerk");
    var node = byName(Identity.CN);
    var first = ours.issue(ours.client("mary", now));
    var in = (Authenticated<RequestProof>) ask(node, first);
    assertThat(in.caller().getId()).isEqualTo(mary.id());
    assertThat(in.caller().getRoles()).containsExactly("clerk");
    assertThat(in.caller().getAuthenticationMethods()).containsExactly("pop");
    assertThat(isIn(ask(node, first))).isTrue();
    assertThat(app.events(SecurityEvent.LoginSucceeded.class)).hasSize(1);
    var second = (Authenticated<RequestProof>) ask(node, ours.issue(ours.client("mary", now)));
    assertThat(second.caller().getId()).isEqualTo(mary.id());
    assertThat(app.liveSessions(mary.id())).isZero();
  }

  @Test
  void whatNamesTheHolderIsChosenBySetting() throws Exception {
    var issued =
        ours.issue(ours.client("x", now).email("mary@example.com").principalName("mary@corp"));
    var serial = issued.certificate().getSerialNumber().toString(16);
    var expected =
        Map.of(
            Identity.CN, "x",
            Identity.SUBJECT, "CN=x,O=Acme",
            Identity.EMAIL, "mary@example.com",
            Identity.UPN, "mary@corp",
            Identity.ISSUER_SERIAL, "CN=Ours,O=Acme;" + serial,
            Identity.FINGERPRINT, CertificateHolder.fingerprint(issued.certificate()));
    expected.forEach(
        (identity, name) ->
            assertThat(CertificateHolder.name(issued.certificate(), identity)).contains(name));
    app.create("mary");
    var node =
        app.requestCredentials(
            settings(
                Identity.SUBJECT, AccountSource.EXISTING, Map.of("CN=x,O=Acme", "mary"), Map.of()));
    assertThat(isIn(ask(node, issued))).isTrue();
  }

  @Test
  void twoNamesOfAKindNameNobody() throws Exception {
    app.create("mary");
    var issued = ours.issue(ours.client("x", now).email("a@example.com").email("b@example.com"));
    assertThat(
            refusal(
                ask(
                    app.requestCredentials(
                        settings(
                            Identity.EMAIL,
                            AccountSource.EXISTING,
                            Map.of("a@example.com", "mary"),
                            Map.of())),
                    issued)))
        .isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
  }

  private void refused(RequestCredentialsImpl node, Issued issued) {
    assertThat(refusal(ask(node, issued))).isEqualTo(RejectionReason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  @Proves("S11")
  void whatWasNotIssuedForThisIsRefused() throws Exception {
    app.create("mary");
    var node = byName(Identity.CN);
    var mary = ours.client("mary", now);
    refused(node, ours.issue(mary.valid(now.minusSeconds(999), now.minusSeconds(1))));
    mary = ours.client("mary", now);
    refused(node, ours.issue(mary.valid(now.plusSeconds(1), now.plusSeconds(999))));
    refused(node, ours.issue(ours.client("mary", now).purpose()));
    refused(node, ours.issue(ours.client("mary", now).purpose(KeyPurposeId.id_kp_serverAuth)));
    refused(node, ours.issue(ours.client("mary", now).usage(KeyUsage.keyEncipherment)));
    refused(node, ours.issue(ours.client("mary", now).authority()));
    refused(node, ours.selfSigned(ours.client("mary", now), false));
    refused(node, ours.selfSigned(ours.client("mary", now), true));
    var others = new TestCertificates("Ours", now);
    refused(node, others.issue(others.client("mary", now)));
    assertThat(app.events(SecurityEvent.LoginFailed.class)).hasSize(9);
    assertThat(isIn(ask(node, ours.issue(ours.client("mary", now))))).isTrue();
  }

  @Test
  @Proves("S11")
  void aNameThatOnlyLooksTheSameIsAnothers() throws Exception {
    app.create("mary");
    var node = byName(Identity.CN);
    for (var name : List.of("mary\0.example.com", "m\u0430ry", "\uFF4Dary", "Mary", "mary\u200B")) {
      assertThat(refusal(ask(node, ours.issue(ours.client(name, now)))))
          .as(name)
          .isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    }
  }

  @Test
  @Proves({"S38", "S39"})
  void aLockoutIsOfThePasswordAndDisablingOfTheAccount() throws Exception {
    var mary = app.create("mary");
    var node = byName(Identity.CN);
    var issued = ours.issue(ours.client("mary", now));
    for (int i = 0; i < 6; i++) {
      app.login("mary", "wrong");
    }
    assertThat(isIn(ask(node, issued))).isTrue();
    app.accounts.setDisabled(mary.id(), true, CLIENT);
    assertThat(refusal(ask(node, issued))).isEqualTo(RejectionReason.DISABLED);
  }

  @Test
  void aProofEndsWithTheCertificate() throws Exception {
    app.create("mary");
    var node = byName(Identity.CN);
    var builder = ours.client("mary", now);
    var issued = ours.issue(builder.valid(now.minusSeconds(9), now.plusSeconds(60)));
    assertThat(isIn(ask(node, issued))).isTrue();
    app.clock.advance(Duration.ofSeconds(61));
    refused(node, issued);
  }

  @Test
  @Proves({"S11", "S83"})
  void anExternalHolderGetsAnAccountOfTheirOwn() throws Exception {
    var local = app.create("mary");
    var roles = Map.of("mary", Set.of("clerk"));
    var node =
        app.requestCredentials(settings(Identity.CN, AccountSource.EXTERNAL, Map.of(), roles));
    var in = (Authenticated<RequestProof>) ask(node, ours.issue(ours.client("mary", now)));
    assertThat(in.caller().getId()).isNotEqualTo(local.id());
    assertThat(in.caller().getUsername()).isEqualTo("client_cert:mary");
    assertThat(in.caller().getRoles()).containsExactly("clerk");
    var again = (Authenticated<RequestProof>) ask(node, ours.issue(ours.client("mary", now)));
    assertThat(again.caller().getId()).isEqualTo(in.caller().getId());
    var changed =
        app.requestCredentials(
            settings(
                Identity.CN, AccountSource.EXTERNAL, Map.of(), Map.of("mary", Set.of("editor"))));
    var now2 = (Authenticated<RequestProof>) ask(changed, ours.issue(ours.client("mary", now)));
    assertThat(now2.caller().getRoles()).containsExactly("editor");
  }

  /** Whoever can make certificates must not fill the audit. */
  @Test
  @Proves("S35")
  void refusalsAreLimited() throws Exception {
    var node = byName(Identity.CN);
    var address = new ClientInfo("198.51.100.9", null, "c0ffee");
    var issued = ours.selfSigned(ours.client("mary", now), false);
    for (int i = 0; i < 50; i++) {
      node.certificate(List.of(issued.certificate()), address);
    }
    assertThat(app.events(SecurityEvent.LoginFailed.class)).hasSize(1);
    for (int i = 0; i < 99; i++) {
      var other = ours.selfSigned(ours.client("mary", now), false);
      node.certificate(List.of(other.certificate()), address);
    }
    var last = ours.selfSigned(ours.client("mary", now), false);
    assertThat(refusal(node.certificate(List.of(last.certificate()), address)))
        .isEqualTo(RejectionReason.TOO_MANY_REQUESTS);
  }
}
