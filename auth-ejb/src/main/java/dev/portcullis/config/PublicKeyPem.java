package dev.portcullis.config;

import dev.portcullis.config.file.BadValueException;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** Public keys as tools write them: {@code BEGIN PUBLIC KEY} or a certificate (RFC 7468). */
final class PublicKeyPem {

  private static final int LONGEST = 16 * 1024;
  private static final int LEAST_RSA_BITS = 2048;
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]*)"
              + "-----END (PUBLIC KEY|CERTIFICATE)-----\\s*");

  private PublicKeyPem() {}

  static PublicKey parse(String text) throws BadValueException {
    if (text.contains("PRIVATE KEY")) {
      throw new BadValueException("is a private key, which belongs to the issuer alone");
    }
    var parts = FORM.matcher(text);
    if (text.length() > LONGEST || !parts.matches() || !parts.group(1).equals(parts.group(3))) {
      throw new BadValueException("has not the form -----BEGIN PUBLIC KEY-----");
    }
    try {
      var encoded = Base64.getMimeDecoder().decode(parts.group(2));
      var key = parts.group(1).equals("CERTIFICATE") ? ofCertificate(encoded) : key(encoded);
      if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
        throw new BadValueException(
            "has %d bits, and an RSA key needs %d"
                .formatted(rsa.getModulus().bitLength(), LEAST_RSA_BITS));
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new BadValueException("is no key that this platform can read");
    }
  }

  private static PublicKey ofCertificate(byte[] encoded) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(encoded))
        .getPublicKey();
  }

  private static PublicKey key(byte[] encoded) throws GeneralSecurityException {
    GeneralSecurityException refused = null;
    for (var kind : new String[] {"RSA", "EC", "Ed25519"}) {
      try {
        return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded));
      } catch (GeneralSecurityException e) {
        refused = e;
      }
    }
    throw refused == null ? new GeneralSecurityException() : refused;
  }

  /** Whether the key is of the kind that the algorithm needs. */
  static boolean fits(JwsAlgorithm algorithm, PublicKey key) {
    return switch (algorithm) {
      case RS256, RS384, RS512, PS256, PS384, PS512 -> key instanceof RSAPublicKey;
      case ES256 -> isOnCurve(key, 256);
      case ES384 -> isOnCurve(key, 384);
      case EDDSA -> key instanceof EdECPublicKey;
      case HS256, HS384, HS512 -> false;
    };
  }

  private static boolean isOnCurve(PublicKey key, int bits) {
    return key instanceof ECPublicKey ec
        && ec.getParams().getCurve().getField().getFieldSize() == bits;
  }
}
