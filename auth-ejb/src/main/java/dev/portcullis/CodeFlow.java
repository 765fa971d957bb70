package dev.portcullis;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Writes the requests of OAuth 2's authorization code flow with PKCE (RFC 6749 4.1, RFC 7636). The
 * web side does it with its protocol library; sending them within limits, and reading the answers,
 * is the domain's.
 */
public interface CodeFlow {

  /** Where a browser is sent to sign in. */
  URI authorization(AuthorizationRequest request);

  /** The request to the token endpoint that redeems a code. */
  TokenRequest redemption(
      TokenEndpoint endpoint, Confidential code, URI redirectUri, Confidential verifier);

  /** The request to the token endpoint for new tokens (RFC 6749 6). */
  TokenRequest refreshment(TokenEndpoint endpoint, Confidential refreshToken);

  /**
   * What goes into the address.
   *
   * @param codeChallenge S256 of the verifier (RFC 7636 4.2)
   * @param more parameters beside those of RFC 6749 and RFC 7636
   */
  record AuthorizationRequest(
      URI endpoint,
      String clientId,
      URI redirectUri,
      List<String> scopes,
      String state,
      String codeChallenge,
      Map<String, String> more) {

    public AuthorizationRequest {
      scopes = List.copyOf(scopes);
      more = Map.copyOf(more);
    }
  }

  /** A token endpoint, and how this application proves there to be the client. */
  record TokenEndpoint(URI address, String clientId, ClientProof proof) {}

  /** What proves it (OpenID Connect Core 1.0 9). */
  sealed interface ClientProof {}

  /** {@code client_secret_basic}. */
  record BasicSecret(Confidential secret) implements ClientProof {}

  /** {@code client_secret_post}. */
  record SecretInBody(Confidential secret) implements ClientProof {}

  /** {@code private_key_jwt}. */
  record Assertion(Confidential jwt) implements ClientProof {}

  /**
   * A request to a token endpoint.
   *
   * @param body form-encoded
   */
  record TokenRequest(URI address, Map<String, String> headers, Confidential body) {

    public TokenRequest {
      headers = Map.copyOf(headers);
    }

    /** Headers and body hold secrets. */
    @Override
    public String toString() {
      return "TokenRequest[" + address.getHost() + "]";
    }
  }
}
