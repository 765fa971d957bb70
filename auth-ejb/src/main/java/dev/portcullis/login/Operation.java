package dev.portcullis.login;

import dev.portcullis.AuthenticationMethod;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SecurityEvent.LoginFailed;
import dev.portcullis.SecurityEvent.LoginSucceeded;
import dev.portcullis.SecurityEvent.Reauthenticated;
import dev.portcullis.account.AccountSnapshot;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody attempts, and how the audit tells of it.
 *
 * @param turn whose attempts wait for each other: the name as typed, or the caller's
 * @param method by which the identity is to be proven
 * @param provider that answers, or null where none does or it is not known yet
 * @param username the caller's, or null at a login: what is typed there as a name without an
 *     account may be a password in the wrong field, and is kept nowhere (S71)
 * @param sessionId the session it happens in, or null
 */
record Operation(
    ClientInfo client,
    String turn,
    AuthenticationMethod method,
    @Nullable String provider,
    @Nullable String username,
    @Nullable String sessionId,
    Function<EventDetails, SecurityEvent> succeeded,
    BiFunction<EventDetails, RejectionReason, SecurityEvent> failed) {

  static Operation login(String typedName, ClientInfo client) {
    return login(typedName, AuthenticationMethod.PASSWORD, null, client);
  }

  static Operation login(
      String turn, AuthenticationMethod method, @Nullable String provider, ClientInfo client) {
    return new Operation(
        client, turn, method, provider, null, null, LoginSucceeded::new, LoginFailed::new);
  }

  static Operation reauthentication(Caller caller, ClientInfo client) {
    return reauthentication(caller, AuthenticationMethod.PASSWORD, null, client);
  }

  static Operation reauthentication(
      Caller caller, AuthenticationMethod method, @Nullable String provider, ClientInfo client) {
    return new Operation(
        client,
        caller.getUsername(),
        method,
        provider,
        caller.getUsername(),
        caller.getSessionId(),
        details -> new Reauthenticated(details, null),
        Reauthenticated::new);
  }

  /**
   * The second half of a login.
   *
   * @param pending null where none waits
   */
  static Operation secondFactor(@Nullable PendingLoginRow pending, ClientInfo client) {
    return pending == null
        ? login("", client)
        : login(pending.accountId, pending.method, pending.provider, client);
  }

  /** The same, answered by that provider. */
  Operation answeredBy(@Nullable String name) {
    return new Operation(client, turn, method, name, username, sessionId, succeeded, failed);
  }

  /** What an event of it tells. */
  EventDetails details(Instant at, @Nullable AccountSnapshot account, @Nullable String session) {
    return new EventDetails(
        at,
        account == null ? null : account.id(),
        account == null ? username : account.username(),
        session,
        method,
        provider,
        client);
  }
}
