package dev.portcullis.web.client;

import com.github.scribejava.core.builder.api.DefaultApi20;
import com.github.scribejava.core.model.OAuthConstants;
import com.github.scribejava.core.model.OAuthRequest;
import com.github.scribejava.core.oauth.AccessTokenRequestParams;
import com.github.scribejava.core.oauth.AuthorizationUrlBuilder;
import com.github.scribejava.core.oauth.OAuth20Service;
import com.github.scribejava.core.oauth2.clientauthentication.ClientAuthentication;
import com.github.scribejava.core.pkce.PKCE;
import com.github.scribejava.core.pkce.PKCECodeChallengeMethod;
import dev.portcullis.CodeFlow;
import dev.portcullis.Confidential;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of the authorization code flow, written by ScribeJava, on which pac4j's clients for
 * OAuth 2 stand. It sends and reads nothing here, see decision 28.
 */
public final class ScribeFlow implements CodeFlow {

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  @Override
  public URI authorization(AuthorizationRequest request) {
    var service =
        service(
            new Endpoints(request.endpoint().toString(), "", (r, id, secret) -> {}),
            request.clientId(),
            request.redirectUri(),
            String.join(" ", request.scopes()));
    var pkce = new PKCE();
    pkce.setCodeChallengeMethod(PKCECodeChallengeMethod.S256);
    pkce.setCodeChallenge(request.codeChallenge());
    return URI.create(
        new AuthorizationUrlBuilder(service)
            .state(request.state())
            .pkce(pkce)
            .additionalParams(new HashMap<>(request.more()))
            .build());
  }

  @Override
  public TokenRequest redemption(
      TokenEndpoint endpoint, Confidential code, URI redirectUri, Confidential verifier) {
    var service = service(endpoint, redirectUri);
    var parameters =
        AccessTokenRequestParams.create(code.reveal()).pkceCodeVerifier(verifier.reveal());
    return written(endpoint, service.createAccessTokenRequest(parameters));
  }

  @Override
  public TokenRequest refreshment(TokenEndpoint endpoint, Confidential refreshToken) {
    var service = service(endpoint, null);
    return written(endpoint, service.createRefreshTokenRequest(refreshToken.reveal(), null));
  }

  private static TokenRequest written(TokenEndpoint endpoint, OAuthRequest request) {
    var headers = new HashMap<>(request.getHeaders());
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    return new TokenRequest(
        endpoint.address(),
        headers,
        Confidential.of(request.getBodyParams().asFormUrlEncodedString()));
  }

  private static Service service(TokenEndpoint endpoint, @Nullable URI redirectUri) {
    return service(
        new Endpoints("", endpoint.address().toString(), proof(endpoint.proof())),
        endpoint.clientId(),
        redirectUri,
        null);
  }

  private static Service service(
      Endpoints endpoints, String clientId, @Nullable URI redirectUri, @Nullable String scope) {
    return new Service(
        endpoints, clientId, redirectUri == null ? null : redirectUri.toString(), scope);
  }

  private static ClientAuthentication proof(ClientProof proof) {
    if (proof instanceof BasicSecret basic) {
      return (request, id, unused) -> request.addHeader("Authorization", basic(id, basic.secret()));
    }
    if (proof instanceof SecretInBody inBody) {
      return (request, id, unused) -> {
        request.addBodyParameter(OAuthConstants.CLIENT_ID, id);
        request.addBodyParameter(OAuthConstants.CLIENT_SECRET, inBody.secret().reveal());
      };
    }
    var assertion = (Assertion) proof;
    return (request, id, unused) -> {
      request.addBodyParameter(OAuthConstants.CLIENT_ID, id);
      request.addBodyParameter("client_assertion_type", ASSERTION_TYPE);
      request.addBodyParameter("client_assertion", assertion.jwt().reveal());
    };
  }

  /** Both parts form-encoded first (RFC 6749 2.3.1), which ScribeJava's own leaves out. */
  private static String basic(String id, Confidential secret) {
    var pair = encoded(id) + ":" + encoded(secret.reveal());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Where a provider is, in ScribeJava's words. */
  private static final class Endpoints extends DefaultApi20 {

    private final String authorization;
    private final String token;
    private final ClientAuthentication proof;

    Endpoints(String authorization, String token, ClientAuthentication proof) {
      this.authorization = authorization;
      this.token = token;
      this.proof = proof;
    }

    @Override
    public String getAccessTokenEndpoint() {
      return token;
    }

    @Override
    protected String getAuthorizationBaseUrl() {
      return authorization;
    }

    @Override
    public ClientAuthentication getClientAuthentication() {
      return proof;
    }
  }

  /** Opens what writes requests, and has nothing that sends them. */
  private static final class Service extends OAuth20Service {

    Service(
        Endpoints endpoints, String clientId, @Nullable String callback, @Nullable String scope) {
      super(endpoints, clientId, "", callback, scope, "code", null, null, null, null);
    }

    @Override
    public OAuthRequest createAccessTokenRequest(AccessTokenRequestParams parameters) {
      return super.createAccessTokenRequest(parameters);
    }

    @Override
    public OAuthRequest createRefreshTokenRequest(String refreshToken, @Nullable String scope) {
      return super.createRefreshTokenRequest(refreshToken, scope);
    }
  }
}
