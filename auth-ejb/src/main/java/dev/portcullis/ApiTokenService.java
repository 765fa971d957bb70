package dev.portcullis;

import java.util.List;

/**
 * Personal API tokens: long-lived secrets by which a program acts for one account, with some of its
 * roles. Every method commits on its own, the changing ones audit, and all throw {@link
 * TemporarilyUnavailableException} where they cannot answer.
 */
public interface ApiTokenService {

  /**
   * Makes a token for the caller's own account. The caller must have signed in within the last five
   * minutes (S26), and not be an API token itself.
   */
  ApiTokenOutcome create(Caller caller, NewApiToken token, ClientInfo client);

  /** The live tokens of an account, the newest first, without secrets. */
  List<ApiTokenInfo> list(String accountId);

  /**
   * Ends one token of the caller's own account: here at once, on every node within five seconds.
   *
   * @return whether the account had such a token
   */
  boolean delete(Caller caller, String tokenId, ClientInfo client);
}
