package dev.portcullis.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code auth.providers.client_cert}: whose certificates are trusted, and for whom they stand.
 *
 * @param enabled whether certificates serve at all
 * @param trustAnchors a file of certificates in PEM, or null where it is switched off
 * @param identity what of a certificate names its holder
 * @param account which account that is
 * @param accounts names of accounts by what names the holder; where it has none, that itself is the
 *     name
 * @param roles of every account that is made for a certificate
 * @param roleMapping more of them, by what names the holder
 * @param proxyHeader in which header proxies send it
 */
public record CertificateSettings(
    boolean enabled,
    @Nullable Path trustAnchors,
    Identity identity,
    AccountSource account,
    Map<String, String> accounts,
    Set<String> roles,
    Map<String, Set<String>> roleMapping,
    ProxyHeader proxyHeader) {

  /** Of a deployment that takes none. */
  public static final CertificateSettings OFF =
      new CertificateSettings(
          false,
          null,
          Identity.SUBJECT,
          AccountSource.EXISTING,
          Map.of(),
          Set.of(),
          Map.of(),
          ProxyHeader.NONE);

  public CertificateSettings {
    accounts = Map.copyOf(accounts);
    roles = Set.copyOf(roles);
    roleMapping = Map.copyOf(roleMapping);
  }

  /** What of a certificate names its holder. */
  public enum Identity {
    /** The whole subject as RFC 2253 writes it. */
    SUBJECT,
    /** The one common name in it. */
    CN,
    /** The one e-mail address among the alternative names. */
    EMAIL,
    /** The one user principal name among them, as Active Directory writes it. */
    UPN,
    /** The issuer, a semicolon and the serial number in hex: one certificate. */
    ISSUER_SERIAL,
    /** SHA-256 of the certificate in lower-case hex: one certificate. */
    FINGERPRINT
  }

  /** Which account a certificate stands for. */
  public enum AccountSource {
    /** One that was made here. */
    EXISTING,
    /** One that is made when its holder first comes. */
    EXTERNAL
  }

  /** In which header proxies of {@code auth.trusted_proxies} send it. */
  public enum ProxyHeader {
    /** In none: the container ends TLS. */
    NONE,
    /** {@code Client-Cert} and {@code Client-Cert-Chain} (RFC 9440). */
    CLIENT_CERT,
    /** {@code X-SSL-Client-Cert}: PEM, URL-encoded as nginx does, or in one line. */
    X_SSL_CLIENT_CERT
  }
}
