package dev.portcullis.login;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SecurityEvent.LoginFailed;
import dev.portcullis.SecurityEvent.LoginSucceeded;
import dev.portcullis.SecurityEvent.Reauthenticated;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody attempts, and how the audit tells of it.
 *
 * @param username as typed, at most as long as a name can be; or the caller's
 * @param sessionId the session it happens in, or null
 */
record Operation(
    ClientInfo client,
    String username,
    @Nullable String sessionId,
    Function<EventDetails, SecurityEvent> succeeded,
    BiFunction<EventDetails, RejectionReason, SecurityEvent> failed) {

  private static final int MAX_NAME = 255;

  static Operation login(String username, ClientInfo client) {
    var shown = username.length() <= MAX_NAME ? username : username.substring(0, MAX_NAME);
    return new Operation(client, shown, null, LoginSucceeded::new, LoginFailed::new);
  }

  static Operation reauthentication(Caller caller, ClientInfo client) {
    return new Operation(
        client,
        caller.getUsername(),
        caller.getSessionId(),
        details -> new Reauthenticated(details, null),
        Reauthenticated::new);
  }
}
