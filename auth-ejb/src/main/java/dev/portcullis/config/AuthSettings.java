package dev.portcullis.config;

import dev.portcullis.Confidential;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything under {@code auth} in the configuration file, validated. One record a section; what a
 * record does not allow cannot be configured.
 *
 * @param enabled false: Portcullis steps aside entirely
 * @param door which of the container's doors it uses
 * @param basePath where its own operations and pages live below the context path: {@code /auth}
 * @param datasource JNDI name
 * @param encryptionKey 32 bytes in base64, checked
 * @param publicUrl the application's address with its context path and no trailing slash, or null:
 *     then only requests to localhost are answered
 * @param trustedProxies proxies whose forwarding headers are believed (S40)
 * @param adminRole the role of administrators
 * @param bootstrapUsername the name of the first administrator, or null for none (S85)
 * @param protect rules, the first match wins
 * @param clients OAuth clients that may introspect
 */
public record AuthSettings(
    boolean enabled,
    Door door,
    String basePath,
    String datasource,
    Confidential encryptionKey,
    @Nullable URI publicUrl,
    List<AddressRange> trustedProxies,
    String adminRole,
    @Nullable String bootstrapUsername,
    List<ProtectRule> protect,
    List<ClientSettings> clients,
    LocalSettings local,
    JwtSettings jwt,
    SessionSettings sessions,
    RateLimitSettings rateLimit,
    AuditSettings audit,
    FormSettings form) {

  public AuthSettings {
    trustedProxies = List.copyOf(trustedProxies);
    protect = List.copyOf(protect);
    clients = List.copyOf(clients);
  }
}
