package dev.portcullis.provider;

import dev.portcullis.Confidential;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a provider, from the moment the browser is sent there. It waits, sealed, in a
 * cookie of that browser, so any node can go on with it.
 *
 * @param provider the client's name
 * @param state what the provider sends back
 * @param nonce what its ID token must contain
 * @param verifier of PKCE
 * @param redirectUri where the provider was told to send the browser
 * @param begunAt to the second
 * @param forTokens whether it is to end with tokens, rather than a session
 * @param returnTo a path on this host that was checked, or null
 * @param aim what it is for
 * @param owner who is signed in where it began, and has to be where it ends; null to sign in
 */
record Attempt(
    String provider,
    String state,
    String nonce,
    Confidential verifier,
    URI redirectUri,
    Instant begunAt,
    boolean forTokens,
    @Nullable String returnTo,
    Aim aim,
    @Nullable AttemptOwner owner) {

  /** State, nonce and verifier are secrets until they are used. */
  @Override
  public String toString() {
    return "Attempt[" + provider + "]";
  }
}
