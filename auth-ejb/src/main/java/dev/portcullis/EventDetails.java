package dev.portcullis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every security event carries. No field ever holds a secret (S71).
 *
 * @param at when, by the server's clock
 * @param accountId whose account, or null where none is known
 * @param username the principal's name, or null where no account is known: what was typed as a name
 *     may have been a password
 * @param sessionId the session it happened in, or null
 * @param method how an identity was proven, or null where none was
 * @param provider the provider concerned ({@code local} …), or null
 * @param client where the request came from
 */
public record EventDetails(
    Instant at,
    @Nullable String accountId,
    @Nullable String username,
    @Nullable String sessionId,
    @Nullable AuthenticationMethod method,
    @Nullable String provider,
    ClientInfo client) {

  public EventDetails {
    client = client.withoutDevice();
  }

  /** Of what a caller does, or somebody unknown: null; no identity is proven by it. */
  public static EventDetails of(Instant at, @Nullable Caller caller, ClientInfo client) {
    return caller == null
        ? new EventDetails(at, null, null, null, null, null, client)
        : new EventDetails(
            at, caller.getId(), caller.getUsername(), caller.getSessionId(), null, null, client);
  }
}
