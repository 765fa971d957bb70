package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** What the platform calls the asymmetric algorithms (RFC 7518 3.3-3.5, RFC 8037 3.1). */
final class JcaSignature {

  private JcaSignature() {}

  static Signature of(JwsAlgorithm algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case RS256 -> Signature.getInstance("SHA256withRSA");
      case RS384 -> Signature.getInstance("SHA384withRSA");
      case RS512 -> Signature.getInstance("SHA512withRSA");
      case PS256 -> pss("SHA-256", 32);
      case PS384 -> pss("SHA-384", 48);
      case PS512 -> pss("SHA-512", 64);
      case ES256 -> Signature.getInstance("SHA256withECDSAinP1363Format");
      case ES384 -> Signature.getInstance("SHA384withECDSAinP1363Format");
      case EDDSA -> Signature.getInstance("Ed25519");
      case HS256, HS384, HS512 ->
          throw new IllegalArgumentException(algorithm.wireName() + " has no key pair");
    };
  }

  private static Signature pss(String digest, int saltBytes) throws GeneralSecurityException {
    var signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), saltBytes, 1));
    return signature;
  }
}
