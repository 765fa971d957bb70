package dev.portcullis.web.request;

import dev.portcullis.ClientInfo;
import dev.portcullis.SessionService;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.http.Cookies;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The session cookie. */
final class SessionAuthenticator implements RequestAuthenticator {

  private final SessionService sessions;
  private final Cookies cookie;

  SessionAuthenticator(SessionService sessions, Cookies cookie) {
    this.sessions = sessions;
    this.cookie = cookie;
  }

  @Override
  public RequestOutcome authenticate(
      HttpServletRequest request, HttpServletResponse response, ClientInfo client) {
    var secrets = cookie.read(request);
    if (secrets.isEmpty()) {
      return new RequestOutcome.NotPresented();
    }
    if (secrets.size() > 1) {
      cookie.clear(response);
      return new RequestOutcome.Rejected(
          Refusal.of(
              ErrorCode.INVALID_REQUEST, "The request carries more than one session cookie."));
    }
    return sessions
        .check(secrets.get(0), client)
        .<RequestOutcome>fold(
            live -> new RequestOutcome.Granted(live.caller(), CredentialKind.SESSION),
            () -> {
              cookie.clear(response);
              return new RequestOutcome.NotPresented();
            });
  }
}
