package dev.portcullis.web;

import dev.portcullis.web.request.RequestState;
import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jspecify.annotations.Nullable;

/**
 * The door by Jakarta Authentication: the container asks before each request, and the whole of it
 * then knows the caller, EJBs and {@code security-constraint}s included.
 */
public final class PortcullisModule implements ServerAuthModule {

  private static final String IS_MANDATORY =
      "jakarta.security.auth.message.MessagePolicy.isMandatory";

  private volatile @Nullable CallbackHandler handler;

  @Override
  public void initialize(
      @Nullable MessagePolicy requestPolicy,
      @Nullable MessagePolicy responsePolicy,
      CallbackHandler callbacks,
      @Nullable Map<String, Object> options) {
    handler = callbacks;
  }

  @Override
  public Class<?>[] getSupportedMessageTypes() {
    return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
  }

  @Override
  public AuthStatus validateRequest(
      MessageInfo messageInfo, Subject clientSubject, @Nullable Subject serviceSubject)
      throws AuthException {
    var request = (HttpServletRequest) messageInfo.getRequestMessage();
    var response = (HttpServletResponse) messageInfo.getResponseMessage();
    var mandatory = Boolean.parseBoolean((String) messageInfo.getMap().get(IS_MANDATORY));
    try {
      var holder = RoomHolder.of(request.getServletContext());
      if (!(holder instanceof RoomHolder.Open open)) {
        NotStarted.refuse(response);
        EarlyAnswer.end(request, response);
        return AuthStatus.SEND_FAILURE;
      }
      var admission = Admission.decide(open.room(), request, response, mandatory);
      if (admission instanceof Admission.Identified identified) {
        tell(clientSubject, identified, open.certificateLogin());
      }
      return admission instanceof Admission.Answered
          ? AuthStatus.SEND_CONTINUE
          : AuthStatus.SUCCESS;
    } catch (IOException | UnsupportedCallbackException e) {
      throw failed(e);
    }
  }

  private void tell(Subject subject, Admission.Identified identified, boolean certificateLogin)
      throws IOException, UnsupportedCallbackException {
    var callbacks = handler;
    if (callbacks == null) {
      throw new IllegalStateException("The container did not initialize the module");
    }
    var caller = identified.caller();
    callbacks.handle(
        new Callback[] {
          certificateLogin
              ? new CallerPrincipalCallback(subject, new NamedPrincipal(caller.getUsername()))
              : new CallerPrincipalCallback(subject, caller.getUsername()),
          new GroupPrincipalCallback(subject, caller.getRoles().toArray(new String[0]))
        });
  }

  @Override
  public AuthStatus secureResponse(MessageInfo messageInfo, @Nullable Subject serviceSubject) {
    return AuthStatus.SEND_SUCCESS;
  }

  /** {@code request.logout()}, also past our request object. */
  @Override
  public void cleanSubject(MessageInfo messageInfo, @Nullable Subject subject) {
    var request = (HttpServletRequest) messageInfo.getRequestMessage();
    var response = (HttpServletResponse) messageInfo.getResponseMessage();
    var state = RequestState.of(request);
    if (state != null && RoomHolder.of(request.getServletContext()) instanceof RoomHolder.Open o) {
      o.room().logout(request, response, state);
    }
    if (subject != null) {
      subject.getPrincipals().clear();
    }
  }

  private static AuthException failed(Exception cause) {
    var failure = new AuthException("The request could not be decided");
    failure.initCause(cause);
    return failure;
  }
}
