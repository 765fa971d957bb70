package dev.portcullis.web.testing;

import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.config.AddressRange;
import dev.portcullis.config.ApiTokenSettings;
import dev.portcullis.config.AuditSettings;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.CertificateSettings;
import dev.portcullis.config.ClientSettings;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.config.CryptoProvider;
import dev.portcullis.config.Door;
import dev.portcullis.config.FormSettings;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.KeySettings;
import dev.portcullis.config.LocalSettings;
import dev.portcullis.config.LoginSettings;
import dev.portcullis.config.OAuthSettings;
import dev.portcullis.config.ProtectRule;
import dev.portcullis.config.RateLimitSettings;
import dev.portcullis.config.RevocationSettings;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.crypto.Digests;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings that a test changes where it needs to. */
public final class Settings {

  public static final String CLIENT_SECRET = "a-secret-of-the-gateway-0123456789";

  private static final Set<CredentialKind> ANY =
      Set.of(CredentialKind.SESSION, CredentialKind.BEARER);

  /** As in a file without the section. */
  public static final TwoFactorSettings NO_SECOND_FACTORS = secondFactors(false);

  private static final TwoFactorSettings TWO_FACTOR = secondFactors(true);

  private boolean secondFactors;
  private Door door = Door.FILTER;
  private boolean apiTokens = true;
  private FormSettings.LoginPage loginPage = FormSettings.LoginPage.APPLICATION;
  private CertificateSettings certificate = CertificateSettings.OFF;
  private @Nullable URI publicUrl;
  private final List<AddressRange> proxies = new ArrayList<>();
  private final List<ProtectRule> rules = new ArrayList<>();

  public Settings door(Door value) {
    door = value;
    return this;
  }

  public Settings loginPage(FormSettings.LoginPage value) {
    loginPage = value;
    return this;
  }

  /** Takes certificates, from proxies in that header as well. */
  public Settings certificates(CertificateSettings.ProxyHeader header) {
    certificate =
        new CertificateSettings(
            true,
            Path.of("anchors.pem"),
            CertificateSettings.Identity.CN,
            CertificateSettings.AccountSource.EXISTING,
            Map.of(),
            Set.of(),
            Map.of(),
            header);
    return this;
  }

  public Settings publicUrl(String value) {
    publicUrl = URI.create(value);
    return this;
  }

  public Settings trustedProxy(String range) {
    proxies.add(AddressRange.parse(range).orElseThrow());
    return this;
  }

  public Settings rule(ProtectRule rule) {
    rules.add(rule);
    return this;
  }

  /** Any authenticated caller. */
  public static ProtectRule authenticated(String path) {
    return new ProtectRule(path, Set.of(), false, Set.of(), ANY, null, false);
  }

  public static ProtectRule anonymous(String path) {
    return new ProtectRule(path, Set.of(), true, Set.of(), ANY, null, false);
  }

  public static ProtectRule role(String path, String role) {
    return new ProtectRule(path, Set.of(), false, Set.of(role), ANY, null, false);
  }

  public static ProtectRule methods(String path, String... methods) {
    return new ProtectRule(path, Set.of(methods), false, Set.of(), ANY, null, false);
  }

  public static ProtectRule accepting(String path, CredentialKind kind) {
    return new ProtectRule(path, Set.of(), false, Set.of(), Set.of(kind), null, false);
  }

  public static ProtectRule recent(String path, Duration maxAge) {
    return new ProtectRule(path, Set.of(), false, Set.of(), ANY, maxAge, false);
  }

  public static ProtectRule sameOrigin(String path) {
    return new ProtectRule(path, Set.of(), false, Set.of(), ANY, null, true);
  }

  private static TwoFactorSettings secondFactors(boolean enabled) {
    return new TwoFactorSettings(
        enabled,
        FactorMethod.TOTP,
        new TwoFactorSettings.Totp("Test", TwoFactorSettings.Algorithm.SHA1, 6, 30),
        false,
        Set.of("admin"),
        false);
  }

  public Settings withSecondFactors() {
    secondFactors = true;
    return this;
  }

  public static ProtectRule secondFactor(String path, @Nullable Duration maxAge) {
    return new ProtectRule(path, Set.of(), false, Set.of(), ANY, false, maxAge, true, false);
  }

  public Settings withoutApiTokens() {
    apiTokens = false;
    return this;
  }

  public AuthSettings build() {
    return new AuthSettings(
        true,
        door,
        "/auth",
        "jdbc/test",
        Confidential.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
        List.of(),
        null,
        publicUrl,
        proxies,
        "auth-admin",
        null,
        rules,
        List.of(
            new ClientSettings(
                "gateway",
                Digests.sha256Hex(CLIENT_SECRET.getBytes(StandardCharsets.UTF_8)),
                true)),
        new LocalSettings(true, 15, 47104, 1, 2, 8),
        new JwtSettings(
            true,
            JwsAlgorithm.ES256,
            null,
            KeySettings.DEFAULTS,
            "http://localhost",
            "http://localhost",
            Duration.ofMinutes(15),
            Duration.ofDays(7),
            Duration.ZERO,
            Duration.ofSeconds(30),
            false,
            false),
        List.of(),
        new SessionSettings(
            Duration.ofMinutes(30), Duration.ofHours(12), 10, Duration.ofMinutes(15), null),
        new ApiTokenSettings(apiTokens, Duration.ofDays(365), 50),
        new RevocationSettings(Duration.ofSeconds(1), Duration.ofSeconds(5), false),
        new RateLimitSettings(
            5,
            new RateLimitSettings.Limit(100, Duration.ofMinutes(10)),
            new RateLimitSettings.Limit(300, Duration.ofMinutes(10))),
        new AuditSettings(Duration.ofDays(365)),
        new FormSettings(loginPage),
        certificate,
        List.of(),
        new LoginSettings(List.of("local"), false),
        new OAuthSettings(java.util.List.of()),
        secondFactors ? TWO_FACTOR : NO_SECOND_FACTORS,
        CryptoProvider.JDK);
  }
}
