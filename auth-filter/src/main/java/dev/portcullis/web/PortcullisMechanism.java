package dev.portcullis.web;

import dev.portcullis.config.Door;
import dev.portcullis.web.request.RequestState;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;

/**
 * The door by Jakarta Security. No bean by itself: {@link PortcullisExtension} makes it one where
 * the configuration chooses it and the application has no mechanism of its own.
 */
public class PortcullisMechanism implements HttpAuthenticationMechanism {

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    var holder = RoomHolder.of(request.getServletContext());
    try {
      if (holder instanceof RoomHolder.Open open) {
        return open.door() == Door.MECHANISM
            ? decide(open, request, response, context)
            : context.doNothing();
      }
      if (holder instanceof RoomHolder.SteppedAside) {
        return context.doNothing();
      }
      NotStarted.refuse(response);
      EarlyAnswer.end(request, response);
      return AuthenticationStatus.SEND_FAILURE;
    } catch (IOException e) {
      throw new AuthenticationException("The request could not be decided", e);
    }
  }

  private static AuthenticationStatus decide(
      RoomHolder.Open open,
      HttpServletRequest request,
      HttpServletResponse response,
      HttpMessageContext context)
      throws IOException {
    if (context.isAuthenticationRequest()
        && context.getAuthParameters().getCredential() instanceof UsernamePasswordCredential typed
        && !open.room().login(request, response, typed.getCaller(), typed.getPasswordAsString())) {
      return AuthenticationStatus.SEND_FAILURE;
    }
    // An explicit authenticate() is met with a challenge just as a constraint is.
    boolean mandatory = context.isProtected() || context.isAuthenticationRequest();
    var admission = Admission.decide(open.room(), request, response, mandatory);
    if (admission instanceof Admission.Identified identified) {
      var caller = identified.caller();
      var roles = new HashSet<>(caller.getRoles());
      return open.certificateLogin()
          ? context.notifyContainerAboutLogin(new NamedPrincipal(caller.getUsername()), roles)
          : context.notifyContainerAboutLogin(caller.getUsername(), roles);
    }
    return admission instanceof Admission.Answered
        ? AuthenticationStatus.SEND_CONTINUE
        : context.doNothing();
  }

  @Override
  public void cleanSubject(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    var state = RequestState.of(request);
    if (state != null && RoomHolder.of(request.getServletContext()) instanceof RoomHolder.Open o) {
      o.room().logout(request, response, state);
    }
    context.cleanClientSubject();
  }
}
