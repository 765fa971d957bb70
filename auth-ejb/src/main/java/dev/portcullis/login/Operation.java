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
 * @param turn whose attempts wait for each other: the name as typed, or the caller's
 * @param username the caller's, or null at a login: what is typed there as a name without an
 *     account may be a password in the wrong field, and is kept nowhere (S71)
 * @param sessionId the session it happens in, or null
 */
record Operation(
    ClientInfo client,
    String turn,
    @Nullable String username,
    @Nullable String sessionId,
    Function<EventDetails, SecurityEvent> succeeded,
    BiFunction<EventDetails, RejectionReason, SecurityEvent> failed) {

  static Operation login(String typedName, ClientInfo client) {
    return new Operation(client, typedName, null, null, LoginSucceeded::new, LoginFailed::new);
  }

  static Operation reauthentication(Caller caller, ClientInfo client) {
    return new Operation(
        client,
        caller.getUsername(),
        caller.getUsername(),
        caller.getSessionId(),
        details -> new Reauthenticated(details, null),
        Reauthenticated::new);
  }
}
