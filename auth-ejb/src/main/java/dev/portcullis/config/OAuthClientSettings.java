package dev.portcullis.config;

import dev.portcullis.Confidential;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client that this application is at a provider.
 *
 * @param name in paths, metrics and logs; may be changed at any time
 * @param label on the button of the login page
 * @param identityIssuer with the subject it is the identity (S11): it stays when the client is
 *     renamed
 * @param endpoints where the provider is
 * @param clientId by which the provider knows this application
 * @param credential how this application proves to be that client
 * @param scopes in their order
 * @param redirectUrl as the operator wrote it, or null: made of {@code auth.public_url}
 * @param claims where to find what is told of the user
 * @param roleMapping the roles here for each role there; empty: roles are taken as they are
 * @param defaultRoles what everybody from there has
 * @param acrValues one of which the provider must have used, or empty (S48)
 * @param maxAge how long ago the user may have signed in at the provider, or null
 * @param trustsMfa whether what the provider says of several factors counts here
 * @param keepsTokens whether its tokens are kept: for the application, and to ask it again
 */
public record OAuthClientSettings(
    String name,
    String label,
    String identityIssuer,
    Endpoints endpoints,
    String clientId,
    Credential credential,
    List<String> scopes,
    @Nullable URI redirectUrl,
    Claims claims,
    Map<String, Set<String>> roleMapping,
    Set<String> defaultRoles,
    List<String> acrValues,
    @Nullable Duration maxAge,
    boolean trustsMfa,
    boolean keepsTokens) {

  public OAuthClientSettings {
    scopes = List.copyOf(scopes);
    roleMapping = Map.copyOf(roleMapping);
    defaultRoles = Set.copyOf(defaultRoles);
    acrValues = List.copyOf(acrValues);
  }

  /** Where the provider is, and what it speaks. */
  public sealed interface Endpoints {}

  /**
   * OpenID Connect: endpoints and keys are in the issuer's metadata.
   *
   * @param algorithms what its ID tokens may be signed with (S45)
   * @param formPost whether the answer comes as a form, which some providers insist on
   * @param reauthenticates whether it asks for the password again when it is told to, and says in
   *     {@code auth_time} that it did
   */
  public record OpenId(
      String issuer, Set<JwsAlgorithm> algorithms, boolean formPost, boolean reauthenticates)
      implements Endpoints {

    public OpenId {
      algorithms = Set.copyOf(algorithms);
    }
  }

  /** Plain OAuth 2: who signed in is what the user info says. */
  public record Plain(URI authorization, URI token, URI userInfo) implements Endpoints {}

  /** How this application proves at the token endpoint to be the client. */
  public sealed interface Credential {}

  /** {@code client_secret_basic} or {@code client_secret_post}. */
  public record Secret(Confidential secret, boolean inBody) implements Credential {}

  /**
   * {@code private_key_jwt} (RFC 7523; OpenID Connect Core 1.0 9).
   *
   * @param key PKCS #8 in PEM, or a private JWK
   * @param keyId {@code kid} of the assertion; null: that of the JWK, or the thumbprint
   */
  public record PrivateKey(GivenKey key, JwsAlgorithm algorithm, @Nullable String keyId)
      implements Credential {}

  /** Apple's: a JWT by that key in the place of a secret. */
  public record AppleKey(GivenKey key, String teamId, String keyId) implements Credential {}

  /**
   * Which claims, or members of the user info, are read.
   *
   * @param subject by which the provider knows the user for good
   * @param roles null: the provider gives no roles
   */
  public record Claims(
      ClaimPath subject,
      ClaimPath username,
      ClaimPath email,
      ClaimPath name,
      ClaimPath picture,
      @Nullable ClaimPath roles) {}
}
