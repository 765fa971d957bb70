package dev.portcullis.provider;

import dev.portcullis.ExternalIdentity;
import dev.portcullis.provider.ProviderEndpoints.Addresses;
import java.time.Instant;

/** How the answer of a token endpoint proves who somebody is: one for each protocol. */
interface UserProof {

  /** Who signed in, by the tokens that came for the code of an attempt. */
  ProvenUser signedIn(Addresses addresses, GivenTokens tokens, Attempt attempt)
      throws ProviderException;

  /**
   * What is said of somebody now, by tokens that were renewed, or by those that are kept.
   *
   * @param subject who it has to be
   * @param askedAt when the new tokens were asked for
   */
  ExternalIdentity now(Addresses addresses, GivenTokens tokens, String subject, Instant askedAt)
      throws ProviderException;
}
