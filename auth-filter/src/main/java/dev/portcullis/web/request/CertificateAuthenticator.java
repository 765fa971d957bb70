package dev.portcullis.web.request;

import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.ClientInfo;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.RejectionReason;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.Rejections;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.cert.CertificateException;

/**
 * The certificate of a TLS client. A browser sends it with everything, so one that does not serve
 * stops only a request that needs it.
 */
final class CertificateAuthenticator implements RequestAuthenticator {

  private final PortcullisDomain domain;
  private final ClientCertificates certificates;

  CertificateAuthenticator(PortcullisDomain domain, ClientCertificates certificates) {
    this.domain = domain;
    this.certificates = certificates;
  }

  @Override
  public RequestOutcome authenticate(
      HttpServletRequest request, HttpServletResponse response, ClientInfo client) {
    try {
      var chain = certificates.of(request);
      return chain.isEmpty()
          ? new RequestOutcome.NotPresented()
          : domain
              .requestCredentials()
              .certificate(chain, client)
              .<RequestOutcome>foldWithoutSecondFactor(
                  proven -> new RequestOutcome.Granted(proven.caller(), CredentialKind.CERTIFICATE),
                  rejected -> unusable(request, rejected));
    } catch (CertificateException unreadable) {
      return unusable(request, new Rejected<>(RejectionReason.UNTRUSTED_CERTIFICATE, null));
    }
  }

  /** Kept for the request that needs a caller, see {@link RequestState#certificateRefusal}. */
  private static RequestOutcome unusable(HttpServletRequest request, Rejected<?> rejected) {
    var state = RequestState.of(request);
    if (state != null) {
      state.setCertificateRefusal(
          rejected.reason() == RejectionReason.TOO_MANY_REQUESTS
              ? Rejections.of(rejected)
              : Refusal.of(
                  ErrorCode.CERTIFICATE_REQUIRED, "The certificate that came is not accepted."));
    }
    return new RequestOutcome.NotPresented();
  }
}
