package dev.portcullis;

import java.util.Optional;

/**
 * The tokens of the providers through which people signed in, for calling the providers' interfaces
 * in their name. They are there for clients with {@code keep_tokens: true}, and only during the
 * session that began with them. An application injects it.
 */
@FunctionalInterface
public interface ProviderTokens {

  /** Where none are kept. */
  ProviderTokens NONE = caller -> Optional.empty();

  /**
   * The access token that belongs to the caller's session, a fresh one if the last is about to
   * expire and the provider gives new ones.
   *
   * @return empty where the session did not begin with a provider whose tokens are kept, or the
   *     provider no longer grants any: then the session has ended, too
   * @throws TemporarilyUnavailableException if a fresh one is needed and the provider does not
   *     answer, or the database
   */
  Optional<ProviderToken> of(Caller caller);
}
