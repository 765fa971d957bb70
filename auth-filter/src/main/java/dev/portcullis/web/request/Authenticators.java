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
import org.jspecify.annotations.Nullable;

/** Finds out by which credentials a request comes: which kinds serve where, and in what order. */
final class Authenticators {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");

  /**
   * One that may be asked.
   *
   * @param named the kind that web.xml or a rule has to name; null: it is asked everywhere
   */
  private record Candidate(RequestAuthenticator authenticator, @Nullable CredentialKind named) {}

  private final ApplicationLogin login;
  private final BasicAuthenticator basic;
  private final ClientCertificates certificates;
  private final boolean certificatesServe;

  /** What a client wrote into the request comes before what a browser sends by itself. */
  private final List<Candidate> inOrder;

  Authenticators(WebContext web, ApplicationLogin login, ClientAddress addresses) {
    var settings = web.settings();
    this.login = login;
    basic = new BasicAuthenticator(web.domain(), web.address(), addresses, login.realm());
    certificates = new ClientCertificates(settings.certificate().proxyHeader(), addresses);
    certificatesServe = settings.certificate().enabled();
    var candidates = new ArrayList<Candidate>();
    if (settings.jwt().enabled() || settings.apiTokens().enabled()) {
      var client = new BearerClient(web.domain().accessTokenVerifier());
      candidates.add(new Candidate(new BearerAuthenticator(client), null));
    }
    candidates.add(new Candidate(basic, CredentialKind.BASIC));
    if (!settings.isStateless()) {
      var session = new SessionAuthenticator(web.domain().sessions(), web.sessionCookie());
      candidates.add(new Candidate(session, null));
    }
    if (certificatesServe) {
      var certificate = new CertificateAuthenticator(web.domain(), certificates);
      candidates.add(new Candidate(certificate, CredentialKind.CERTIFICATE));
    }
    inOrder = List.copyOf(candidates);
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

  /**
   * Asks each in order until one finds its own.
   *
   * @param own whether it is for an operation or page of ours, which know sessions and tokens only
   */
  RequestOutcome outcome(
      HttpServletRequest request, HttpServletResponse response, RequestState state, boolean own) {
    if (!own && takes(CredentialKind.BASIC, state) && basic.isConfidential(request)) {
      // Never asked for where it would be seen on its way.
      state.setChallenge(basic.challenge());
    }
    try {
      for (var candidate : inOrder) {
        var kind = candidate.named;
        if (kind != null && (own || !takes(kind, state))) {
          continue;
        }
        var outcome = candidate.authenticator.authenticate(request, response, state.client());
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
    return certificatesServe ? certificates.stripped(request) : request;
  }
}
