package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything under {@code auth} in the configuration file, validated. One record a section; what a
 * record does not allow cannot be configured.
 *
 * @param enabled false: Portcullis steps aside entirely
 * @param door which of the container's doors it uses
 * @param basePath where its own operations and pages live below the context path: {@code /auth}
 * @param datasource JNDI name, or null: tokens of other issuers are verified, and nothing is kept
 * @param encryptionKey 32 bytes in base64, checked; empty where nothing is kept
 * @param previousEncryptionKeys keys that {@code encryptionKey} replaces: they open, and what they
 *     sealed is sealed anew
 * @param nextEncryptionKey the key that will replace {@code encryptionKey}, or null: it opens what
 *     nodes sealed that have it already
 * @param publicUrl the application's address with its context path and no trailing slash, or null:
 *     then only requests to localhost are answered
 * @param trustedProxies proxies whose forwarding headers are believed (S40)
 * @param adminRole the role of administrators
 * @param bootstrapUsername the name of the first administrator, or null for none (S85)
 * @param protect rules, the first match wins
 * @param clients OAuth clients that may introspect
 * @param issuers others whose tokens are accepted
 * @param directories in which people sign in, in the order of the file
 * @param login who is asked about a password
 * @param providers of OAuth 2 and OpenID Connect
 * @param twoFactor second factors and who needs one
 * @param cryptoProvider whose cryptography checks and makes signatures
 */
public record AuthSettings(
    boolean enabled,
    Door door,
    String basePath,
    @Nullable String datasource,
    Confidential encryptionKey,
    List<Confidential> previousEncryptionKeys,
    @Nullable Confidential nextEncryptionKey,
    @Nullable URI publicUrl,
    List<AddressRange> trustedProxies,
    String adminRole,
    @Nullable String bootstrapUsername,
    List<ProtectRule> protect,
    List<ClientSettings> clients,
    LocalSettings local,
    JwtSettings jwt,
    List<IssuerSettings> issuers,
    SessionSettings sessions,
    ApiTokenSettings apiTokens,
    RevocationSettings revocation,
    RateLimitSettings rateLimit,
    AuditSettings audit,
    FormSettings form,
    CertificateSettings certificate,
    List<DirectorySettings> directories,
    LoginSettings login,
    OAuthSettings providers,
    TwoFactorSettings twoFactor,
    CryptoProvider cryptoProvider) {

  public AuthSettings {
    previousEncryptionKeys = List.copyOf(previousEncryptionKeys);
    trustedProxies = List.copyOf(trustedProxies);
    protect = List.copyOf(protect);
    clients = List.copyOf(clients);
    issuers = List.copyOf(issuers);
    directories = List.copyOf(directories);
  }

  /** Whether there is no database: nobody signs in here, tokens of other issuers are verified. */
  public boolean isStateless() {
    return datasource == null;
  }

  /** Where passwords are changed that this provider keeps. */
  public PasswordPlace passwordPlace(String provider) {
    var source = local.userSource();
    if (source != null && provider.equals(UserSourceSettings.PROVIDER)) {
      return new PasswordPlace(source.changeHint(), source.changeUrl());
    }
    return directories.stream()
        .filter(directory -> directory.name().equals(provider))
        .findFirst()
        .map(directory -> new PasswordPlace(directory.changeHint(), directory.changeUrl()))
        .orElseGet(() -> new PasswordPlace(null, null));
  }

  /** Whether anybody can sign in with a password. */
  public boolean takesPasswords() {
    return local.enabled() || !directories.isEmpty();
  }

  /**
   * The encryption key with those beside it.
   *
   * @throws IllegalStateException if one is not 32 bytes in base64
   */
  public EncryptionKey encryption(RandomSource random) {
    return parsed(encryptionKey, random)
        .beside(
            previousEncryptionKeys.stream().map(key -> parsed(key, random)).toList(),
            Optional.ofNullable(nextEncryptionKey).map(key -> parsed(key, random)).stream()
                .toList());
  }

  private static EncryptionKey parsed(Confidential key, RandomSource random) {
    return EncryptionKey.parse(key, random)
        .orElseThrow(
            () -> new IllegalStateException("auth.encryption_key must be 32 bytes in base64"));
  }
}
