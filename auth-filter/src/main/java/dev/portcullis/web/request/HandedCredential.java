package dev.portcullis.web.request;

import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * What an application hands to {@code SecurityContext.authenticate}. Its implementation on the
 * servers, Soteria, asks {@code request.authenticate} and leaves the rest in the request; a
 * mechanism would be told, a {@code ServerAuthModule} or a filter is not.
 */
final class HandedCredential {

  private static final String ASKED =
      "org.glassfish.soteria.security.message.request.authentication";
  private static final String PARAMETERS =
      "org.glassfish.soteria.security.message.request.authParams";
  private static final String STATUS = "org.glassfish.soteria.security.message.authStatus";

  private HandedCredential() {}

  /** Takes name and password out of the request, so that nobody checks them a second time. */
  static Optional<UsernamePasswordCredential> take(HttpServletRequest request) {
    // The attribute is asked for first: not every container has the classes.
    if (request.getAttribute(PARAMETERS) == null
        || !(request.getAttribute(PARAMETERS) instanceof AuthenticationParameters parameters)
        || !(parameters.getCredential() instanceof UsernamePasswordCredential typed)) {
      return Optional.empty();
    }
    request.removeAttribute(PARAMETERS);
    return Optional.of(typed);
  }

  /** What {@code SecurityContext.authenticate} returns where the caller is not authenticated. */
  static void refuse(HttpServletRequest request) {
    request.setAttribute(STATUS, AuthenticationStatus.SEND_FAILURE);
  }

  /** The same where the response is a challenge already. */
  static void challenged(HttpServletRequest request) {
    if (request.getAttribute(ASKED) != null && request.getAttribute(STATUS) == null) {
      request.setAttribute(STATUS, AuthenticationStatus.SEND_CONTINUE);
    }
  }
}
