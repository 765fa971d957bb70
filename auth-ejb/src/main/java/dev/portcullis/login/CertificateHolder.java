package dev.portcullis.login;

import dev.portcullis.config.CertificateSettings.Identity;
import dev.portcullis.crypto.Digests;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;

/**
 * Reads out of a certificate what names its holder: byte for byte, never normalised (S11). Where
 * there are two of a kind, or characters that no name has, it names nobody.
 */
final class CertificateHolder {

  private static final int OTHER_NAME = 0;
  private static final int EMAIL = 1;
  private static final String UPN = "1.3.6.1.4.1.311.20.2.3";
  private static final int LONGEST = 1000;

  private CertificateHolder() {}

  /** Gives the name, or empty where it has none, or more than one. */
  static Optional<String> name(X509Certificate certificate, Identity identity) {
    return named(certificate, identity).filter(CertificateHolder::isPlain);
  }

  private static Optional<String> named(X509Certificate certificate, Identity identity) {
    try {
      return switch (identity) {
        case SUBJECT -> Optional.of(text(certificate.getSubjectX500Principal()));
        case CN -> commonName(certificate);
        case EMAIL -> only(alternativeNames(certificate, EMAIL));
        case UPN -> only(alternativeNames(certificate, OTHER_NAME));
        case ISSUER_SERIAL ->
            Optional.of(
                text(certificate.getIssuerX500Principal())
                    + ";"
                    + certificate.getSerialNumber().toString(16));
        case FINGERPRINT -> Optional.of(fingerprint(certificate));
      };
    } catch (CertificateException | NamingException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** SHA-256 of the certificate in lower-case hex. */
  static String fingerprint(X509Certificate certificate) throws CertificateException {
    return Digests.sha256Hex(certificate.getEncoded());
  }

  private static String text(X500Principal name) {
    return name.getName(X500Principal.RFC2253);
  }

  private static Optional<String> commonName(X509Certificate certificate) throws NamingException {
    var found = new ArrayList<String>();
    for (var part : ldapName(certificate).getRdns()) {
      var attributes = part.toAttributes().getAll();
      while (attributes.hasMore()) {
        var attribute = attributes.next();
        if (attribute.getID().equalsIgnoreCase("CN")) {
          for (int i = 0; i < attribute.size(); i++) {
            // Bytes are of a kind of text that has no one reading.
            found.add(attribute.get(i) instanceof String text ? text : "\0");
          }
        }
      }
    }
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static LdapName ldapName(X509Certificate certificate) throws InvalidNameException {
    return new LdapName(text(certificate.getSubjectX500Principal()));
  }

  private static Optional<String> only(List<String> names) {
    var different = new HashSet<>(names);
    return different.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
  }

  private static List<String> alternativeNames(X509Certificate certificate, int kind)
      throws CertificateException {
    var found = new ArrayList<String>();
    var names = certificate.getSubjectAlternativeNames();
    if (names == null) {
      return found;
    }
    for (var name : names) {
      if (name.get(0) instanceof Integer type && type == kind) {
        if (name.get(1) instanceof String text) {
          found.add(text);
        } else if (name.get(1) instanceof byte[] encoded) {
          principalName(encoded).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** {@code OtherName ::= SEQUENCE {type-id, value [0] EXPLICIT}}, RFC 5280 4.2.1.6. */
  private static Optional<String> principalName(byte[] encoded) {
    var parts = ASN1Sequence.getInstance(encoded);
    if (parts.size() != 2
        || !ASN1ObjectIdentifier.getInstance(parts.getObjectAt(0)).getId().equals(UPN)) {
      return Optional.empty();
    }
    ASN1Object value = parts.getObjectAt(1).toASN1Primitive();
    // The platform tags it a second time.
    while (value instanceof ASN1TaggedObject tagged) {
      value = tagged.getExplicitBaseObject();
    }
    return value instanceof ASN1String text ? Optional.of(text.getString()) : Optional.empty();
  }

  private static boolean isPlain(String text) {
    return !text.isBlank()
        && text.length() <= LONGEST
        && text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0xFFFD);
  }
}
