package dev.portcullis.config;

import dev.portcullis.Confidential;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another issuer whose access tokens are accepted: an entry of {@code auth.providers.jwt.issuers}.
 *
 * @param issuer what {@code iss} must be, byte for byte (S9)
 * @param name what stands for it in principals' names, metrics and logs
 * @param keys where its keys are
 * @param audiences {@code aud} must contain one of them (S9)
 * @param algorithms what it may sign with; all symmetric or all asymmetric (S2)
 * @param acceptsPlainJwt whether a token may have {@code typ: JWT} or none, beside {@code at+jwt}
 * @param claims where to find what is told of the caller
 * @param roleMapping the roles here for each role there; empty: roles are taken as they are
 * @param plainNames whether a principal's name is the claim alone, without {@code name:} before it
 * @param maxLifetime the longest life of a token, 24 h at most (S8)
 * @param maxStale how long keys are used after they were last fetched
 */
public record IssuerSettings(
    String issuer,
    String name,
    KeySource keys,
    Set<String> audiences,
    Set<JwsAlgorithm> algorithms,
    boolean acceptsPlainJwt,
    Claims claims,
    Map<String, Set<String>> roleMapping,
    boolean plainNames,
    Duration maxLifetime,
    Duration maxStale) {

  public IssuerSettings {
    audiences = Set.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    roleMapping = Map.copyOf(roleMapping);
  }

  /**
   * Which claims are read.
   *
   * @param roles null: the issuer gives no roles
   * @param username null: the subject
   */
  public record Claims(
      @Nullable ClaimPath roles, @Nullable String username, String email, String name) {}

  /** Where keys are. */
  public sealed interface KeySource {}

  /** In the metadata of the issuer (OpenID Connect Discovery 1.0, RFC 8414). */
  public record Discovery() implements KeySource {}

  /** In a JWK set at that address. */
  public record RemoteJwks(URI address) implements KeySource {}

  /** In a JWK set that is written in the configuration. */
  public record InlineJwks(String json) implements KeySource {}

  /** In a JWK set in a file that is read at the start. */
  public record JwksFile(Path file) implements KeySource {}

  /**
   * One public key.
   *
   * @param keyId the {@code kid} of its tokens; null: they have none
   */
  public record PublicKeySource(@Nullable String keyId, PublicKey key) implements KeySource {}

  /** One secret, which also whoever verifies could sign with. */
  public record SecretSource(@Nullable String keyId, Confidential secret) implements KeySource {}
}
