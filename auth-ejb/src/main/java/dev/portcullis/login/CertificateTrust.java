package dev.portcullis.login;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a certificate was issued by whom we trust, for what it is used for, and counts now (RFC
 * 5280 6). Whether it was revoked is the duty of whoever ends TLS.
 */
final class CertificateTrust {

  private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NO_AUTHORITY = -1;
  private static final int LONGEST_PATH = 5;

  private final Set<TrustAnchor> anchors;

  CertificateTrust(List<X509Certificate> authorities) {
    anchors = new HashSet<>();
    for (var authority : authorities) {
      if (authority.getBasicConstraints() == NO_AUTHORITY) {
        throw new IllegalStateException(
            "auth.providers.client_cert.trust_anchors_file has a certificate that is of no"
                + " authority: "
                + authority.getSubjectX500Principal().getName());
      }
      anchors.add(new TrustAnchor(authority, null));
    }
    if (anchors.isEmpty()) {
      throw new IllegalStateException(
          "auth.providers.client_cert.trust_anchors_file has no certificate");
    }
  }

  /**
   * Reads them.
   *
   * @throws IllegalStateException if the file cannot be read, for the operator
   */
  static CertificateTrust of(Path file) {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
      return new CertificateTrust(found.stream().map(X509Certificate.class::cast).toList());
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(
          "auth.providers.client_cert.trust_anchors_file cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether the first of the chain serves now. */
  boolean accepts(List<X509Certificate> chain, Instant now) {
    var holder = chain.get(0);
    return isOfAHolder(holder) && isForClients(holder) && isIssuedByOurs(chain, now);
  }

  /** RFC 5280 4.2.1.9: an authority signs certificates, and signs in nowhere. */
  private static boolean isOfAHolder(X509Certificate holder) {
    return holder.getBasicConstraints() == NO_AUTHORITY;
  }

  /** RFC 5280 4.2.1.3 and 4.2.1.12: one that does not say what it is for is not for this. */
  private static boolean isForClients(X509Certificate holder) {
    try {
      var usage = holder.getKeyUsage();
      var extended = holder.getExtendedKeyUsage();
      return (usage == null || usage[DIGITAL_SIGNATURE])
          && extended != null
          && extended.contains(CLIENT_AUTHENTICATION);
    } catch (CertificateException malformed) {
      return false;
    }
  }

  /** RFC 5280 6.1: signatures, validity, names, constraints. */
  private boolean isIssuedByOurs(List<X509Certificate> chain, Instant now) {
    try {
      var target = new X509CertSelector();
      target.setCertificate(chain.get(0));
      var parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setDate(Date.from(now));
      parameters.setMaxPathLength(LONGEST_PATH);
      parameters.setRevocationEnabled(false);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      var unused = CertPathBuilder.getInstance("PKIX").build(parameters);
      return true;
    } catch (GeneralSecurityException refused) {
      return false;
    }
  }
}
