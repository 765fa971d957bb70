package dev.portcullis.apitoken;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.TokenVerification;
import dev.portcullis.crypto.OpaqueToken;

/** Tells by its prefix whether a bearer token is an API token, and has it checked as such. */
public final class AllAccessTokens implements AccessTokenVerifier {

  private final ApiTokenVerifier apiTokens;
  private final AccessTokenVerifier others;

  /**
   * @param others for whatever is no API token
   */
  public AllAccessTokens(ApiTokenVerifier apiTokens, AccessTokenVerifier others) {
    this.apiTokens = apiTokens;
    this.others = others;
  }

  @Override
  public TokenVerification verify(String token) {
    return token.startsWith(OpaqueToken.Kind.API_TOKEN.prefix())
        ? apiTokens.verify(token)
        : others.verify(token);
  }
}
