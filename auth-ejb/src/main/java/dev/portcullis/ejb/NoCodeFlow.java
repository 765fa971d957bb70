package dev.portcullis.ejb;

import dev.portcullis.CodeFlow;
import dev.portcullis.Confidential;
import java.net.URI;

/** Where no provider is configured nobody asks. */
enum NoCodeFlow implements CodeFlow {
  INSTANCE;

  @Override
  public URI authorization(AuthorizationRequest request) {
    throw none();
  }

  @Override
  public TokenRequest redemption(
      TokenEndpoint endpoint, Confidential code, URI redirectUri, Confidential verifier) {
    throw none();
  }

  @Override
  public TokenRequest refreshment(TokenEndpoint endpoint, Confidential refreshToken) {
    throw none();
  }

  private static IllegalStateException none() {
    return new IllegalStateException("No provider is configured");
  }
}
