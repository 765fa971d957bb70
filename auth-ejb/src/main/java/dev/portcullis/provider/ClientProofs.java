package dev.portcullis.provider;

import dev.portcullis.CodeFlow.Assertion;
import dev.portcullis.CodeFlow.BasicSecret;
import dev.portcullis.CodeFlow.ClientProof;
import dev.portcullis.CodeFlow.SecretInBody;
import dev.portcullis.Confidential;
import dev.portcullis.config.GivenKey;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.config.OAuthClientSettings.AppleKey;
import dev.portcullis.config.OAuthClientSettings.OpenId;
import dev.portcullis.config.OAuthClientSettings.PrivateKey;
import dev.portcullis.config.OAuthClientSettings.Secret;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.PrivateKeys;
import dev.portcullis.jose.PrivateSigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Proves at a provider's token endpoint that this application is the client. */
final class ClientProofs {

  private static final long LIFE_SECONDS = 120;
  private static final String APPLE = "https://appleid.apple.com";
  private static final String MICROSOFT = "https://login.microsoftonline.com/";

  private final OAuthClientSettings client;
  private final RandomSource random;
  private final Clock clock;
  private final @Nullable PrivateSigningKey key;

  /**
   * @throws IllegalStateException for the operator, if a configured key cannot be used
   */
  ClientProofs(OAuthClientSettings client, RandomSource random, Clock clock) {
    this.client = client;
    this.random = random;
    this.clock = clock;
    this.key = key(client);
  }

  private static @Nullable PrivateSigningKey key(OAuthClientSettings client) {
    if (client.credential() instanceof PrivateKey given) {
      return imported(given.key(), given.algorithm(), given.keyId());
    }
    if (client.credential() instanceof AppleKey given) {
      return imported(given.key(), JwsAlgorithm.ES256, given.keyId());
    }
    return null;
  }

  private static PrivateSigningKey imported(
      GivenKey given, JwsAlgorithm algorithm, @Nullable String keyId) {
    try {
      var read =
          given.isJwk()
              ? PrivateKeys.jwk(given.text().revealUtf8(), algorithm)
              : PrivateKeys.pem(given.text().reveal(), algorithm);
      return new PrivateSigningKey(
          keyId == null ? read.kid() : keyId, algorithm, read.pair().getPrivate());
    } catch (InvalidKeyException | MalformedException e) {
      throw new IllegalStateException(given.path() + ": " + e.getMessage(), e);
    }
  }

  /** A proof for one request. */
  ClientProof proof(URI tokenEndpoint) {
    var credential = client.credential();
    if (credential instanceof Secret secret) {
      return secret.inBody() ? new SecretInBody(secret.secret()) : new BasicSecret(secret.secret());
    }
    if (credential instanceof AppleKey apple) {
      return new SecretInBody(signed(apple.teamId(), APPLE));
    }
    return new Assertion(signed(client.clientId(), audience(tokenEndpoint)));
  }

  /** The issuer, which no other endpoint can pass off as its own; Microsoft knows its endpoint. */
  private String audience(URI tokenEndpoint) {
    return client.endpoints() instanceof OpenId openId && !openId.issuer().startsWith(MICROSOFT)
        ? openId.issuer()
        : tokenEndpoint.toString();
  }

  /** RFC 7523 3. */
  private Confidential signed(String issuer, String audience) {
    long now = clock.instant().getEpochSecond();
    var claims = JsonNodeFactory.instance.objectNode();
    claims.put("iss", issuer);
    claims.put("sub", client.clientId());
    claims.put("aud", audience);
    claims.put("jti", random.id());
    claims.put("iat", now);
    claims.put("exp", now + LIFE_SECONDS);
    var signer = java.util.Objects.requireNonNull(key);
    var payload = claims.toString().getBytes(StandardCharsets.UTF_8);
    return Confidential.of(Jws.sign(signer, "JWT", payload));
  }
}
