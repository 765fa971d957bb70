package dev.portcullis.token;

import dev.portcullis.account.AccountSnapshot;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom tokens are issued for, and on what grounds.
 *
 * @param account as it is in this transaction
 * @param sessionId the session behind the tokens, claim {@code sid}
 * @param sessionEnd its absolute end; no token outlives it
 * @param clientId the client they are bound to (S13)
 * @param amr how the identity was proven
 * @param authTime when it was
 * @param predecessor the hash of the refresh token that is exchanged, or null at a login
 */
record TokenSubject(
    AccountSnapshot account,
    String sessionId,
    Instant sessionEnd,
    String clientId,
    Set<String> amr,
    Instant authTime,
    @Nullable String predecessor) {}
