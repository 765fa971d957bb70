package dev.portcullis.web.testing;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.ClientInfo;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.RequestCredentials;
import dev.portcullis.RequestProof;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Passwords as at the login; a certificate stands for the user of its common name. */
final class FakeRequestCredentials implements RequestCredentials {

  private final FakeDomain domain;

  FakeRequestCredentials(FakeDomain domain) {
    this.domain = domain;
  }

  @Override
  public AuthenticationResult<RequestProof> password(PasswordLogin login, ClientInfo client) {
    domain.check();
    var username = login.username();
    return FakeDomain.knows(username, login.password())
        ? new AuthenticationResult.Authenticated<>(domain.caller(username, "proof"), proof())
        : FakeAuthentication.refused(username);
  }

  @Override
  public AuthenticationResult<RequestProof> certificate(
      List<X509Certificate> chain, ClientInfo client) {
    domain.check();
    var name = chain.get(0).getSubjectX500Principal().getName().replaceAll("CN=([^,]*).*", "$1");
    return FakeDomain.isUser(name)
        ? new AuthenticationResult.Authenticated<>(domain.certified(name), proof())
        : AuthenticationResult.rejected(RejectionReason.UNTRUSTED_CERTIFICATE);
  }

  private static RequestProof proof() {
    return new RequestProof("proof", Instant.now().plusSeconds(300));
  }
}
