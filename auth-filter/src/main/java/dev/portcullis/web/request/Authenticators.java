package dev.portcullis.web.request;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.client.BearerClient;
import dev.portcullis.web.http.ClientAddress;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out by which credentials a request comes: which kinds serve where, and in what order. */
final class Authenticators {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");

  private final ApplicationLogin login;
  private final Optional<RequestAuthenticator> bearer;
  private final BasicAuthenticator basic;
  private final Optional<RequestAuthenticator> session;
  private final Optional<RequestAuthenticator> certificate;
  private final ClientCertificates certificates;

  Authenticators(WebContext web, ApplicationLogin login, ClientAddress addresses) {
    var settings = web.settings();
    this.login = login;
    bearer =
        settings.jwt().enabled() || settings.apiTokens().enabled()
            ? Optional.of(
                new BearerAuthenticator(new BearerClient(web.domain().accessTokenVerifier())))
            : Optional.empty();
    basic = new BasicAuthenticator(web.domain(), addresses, login.realm());
    session =
        settings.isStateless()
            ? Optional.empty()
            : Optional.of(new SessionAuthenticator(web.domain().sessions(), web.sessionCookie()));
    certificates = new ClientCertificates(settings.certificate().proxyHeader(), addresses);
    certificate =
        settings.certificate().enabled()
            ? Optional.of(new CertificateAuthenticator(web.domain(), certificates))
            : Optional.empty();
  }

  /**
   * In the order in which they are asked: what a client wrote into the request comes before what a
   * browser sends by itself.
   *
   * @param own whether it is for an operation or page of ours, which know sessions and tokens only
   */
  private List<RequestAuthenticator> inOrder(RequestState state, boolean own) {
    var list = new ArrayList<RequestAuthenticator>();
    bearer.ifPresent(list::add);
    if (!own && takes(CredentialKind.BASIC, state)) {
      list.add(basic);
    }
    session.ifPresent(list::add);
    if (!own && takes(CredentialKind.CERTIFICATE, state)) {
      certificate.ifPresent(list::add);
    }
    return list;
  }

  /** Whether web.xml, or the rule for the request, names that kind. */
  private boolean takes(CredentialKind kind, RequestState state) {
    boolean byDescriptor = login.credential().filter(kind::equals).isPresent();
    var compiled = state.rule();
    if (compiled == null || compiled.rule().anonymous()) {
      return byDescriptor;
    }
    var rule = compiled.rule();
    return rule.accept().contains(kind) || (rule.acceptsLogin() && byDescriptor);
  }

  RequestOutcome outcome(
      HttpServletRequest request, HttpServletResponse response, RequestState state, boolean own) {
    if (!own && takes(CredentialKind.BASIC, state) && basic.isConfidential(request)) {
      // Never asked for where it would be seen on its way.
      state.setChallenge(basic.challenge());
    }
    try {
      for (var authenticator : inOrder(state, own)) {
        var outcome = authenticator.authenticate(request, response, state.client());
        if (!(outcome instanceof RequestOutcome.NotPresented)) {
          return outcome;
        }
      }
      return new RequestOutcome.NotPresented();
    } catch (TemporarilyUnavailableException e) {
      return unavailable(e.retryAfter());
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR, "Credentials could not be checked: " + state.client().correlationId(), e);
      return unavailable(Duration.ofSeconds(5));
    }
  }

  static RequestOutcome.Rejected unavailable(Duration retryAfter) {
    return new RequestOutcome.Rejected(
        Refusal.retryLater(ErrorCode.TEMPORARILY_UNAVAILABLE, retryAfter));
  }

  /** "Please sign in", as the application's web.xml or its rule has people do it. */
  Refusal asking(Refusal refusal, RequestState state) {
    boolean asks =
        refusal.code() == ErrorCode.AUTHENTICATION_REQUIRED
            || refusal.code() == ErrorCode.MISSING_AUTHORIZATION_HEADER;
    if (!asks) {
      return refusal;
    }
    boolean pageServes =
        refusal.code() == ErrorCode.AUTHENTICATION_REQUIRED && login.credential().isEmpty();
    if (!pageServes && takes(CredentialKind.CERTIFICATE, state)) {
      var unusable = state.certificateRefusal();
      return unusable == null ? Refusal.of(ErrorCode.CERTIFICATE_REQUIRED) : unusable;
    }
    if (!pageServes && takes(CredentialKind.BASIC, state)) {
      return Refusal.of(
          ErrorCode.MISSING_AUTHORIZATION_HEADER,
          state.challenge() == null
              ? "A name and a password are needed, over https."
              : "A name and a password are needed.");
    }
    return refusal;
  }

  /** The request as the application may see it. */
  HttpServletRequest forApplication(HttpServletRequest request) {
    return certificate.isPresent() ? certificates.stripped(request) : request;
  }
}
