package dev.portcullis.jose;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** The parameters of the curves that ES256 and ES384 use. */
final class Curves {

  private Curves() {}

  /**
   * @param name as the platform calls it: {@code secp256r1}
   */
  static ECParameterSpec named(String name) {
    try {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has the curve " + name, e);
    }
  }
}
