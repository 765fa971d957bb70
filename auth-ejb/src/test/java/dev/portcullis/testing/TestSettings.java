package dev.portcullis.testing;

import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.ConfigurationSource;
import dev.portcullis.config.LocalSettings;
import dev.portcullis.config.SettingsLoader;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Settings as the loader reads them, from a text. */
public final class TestSettings {

  private static final String KEY = "81Jevc6WEonTMSs5q2espHk+54lTWzpJ7hqKZH/cUmE=";

  private TestSettings() {}

  /** What an application has that configures next to nothing. */
  public static AuthSettings defaults() {
    return of(
        """
        auth:
          datasource: jdbc/portcullis
          encryption_key: ${AUTH_ENCRYPTION_KEY}
          providers:
            local: {enabled: true}
            jwt: {issuer: test, audience: test}
        """);
  }

  /** Reads a whole file; {@code ${AUTH_ENCRYPTION_KEY}} is a key. */
  public static AuthSettings of(String yaml) {
    var bytes = yaml.getBytes(StandardCharsets.UTF_8);
    var source =
        new ConfigurationSource(
            "/app",
            Map.of("AUTH_ENCRYPTION_KEY", KEY),
            Map.of(),
            () -> new ByteArrayInputStream(bytes),
            () -> null,
            path -> {
              throw new FileNotFoundException(path.toString());
            });
    return hashingFast(SettingsLoader.load(source).settings());
  }

  /** The loader refuses so little memory; the tests of hashing use what it demands. */
  private static AuthSettings hashingFast(AuthSettings s) {
    var local =
        new LocalSettings(
            s.local().enabled(),
            s.local().minimumLength(),
            256,
            1,
            s.local().hashConcurrency(),
            s.local().hashQueue(),
            s.local().userSource());
    return new AuthSettings(
        s.enabled(),
        s.door(),
        s.basePath(),
        s.datasource(),
        s.encryptionKey(),
        s.previousEncryptionKeys(),
        s.nextEncryptionKey(),
        s.publicUrl(),
        s.trustedProxies(),
        s.adminRole(),
        s.bootstrapUsername(),
        s.protect(),
        s.clients(),
        local,
        s.jwt(),
        s.issuers(),
        s.sessions(),
        s.apiTokens(),
        s.revocation(),
        s.rateLimit(),
        s.audit(),
        s.form(),
        s.certificate(),
        s.directories(),
        s.login(),
        s.providers(),
        s.twoFactor(),
        s.cryptoProvider());
  }
}
