package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;

/** What a public key must be to serve an algorithm (S3; FIPS 186-5). */
final class KeyRequirements {

  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;
  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65537);
  private static final int MAX_EXPONENT_BITS = 256;

  private KeyRequirements() {}

  static void check(JwsAlgorithm algorithm, PublicKey key) throws InvalidKeyException {
    switch (algorithm) {
      case RS256, RS384, RS512, PS256, PS384, PS512 -> {
        if (!(key instanceof RSAPublicKey rsa)) {
          throw wrongKind(algorithm, "an RSA key");
        }
        checkRsa(rsa);
      }
      case ES256 -> checkEc(algorithm, key, "secp256r1");
      case ES384 -> checkEc(algorithm, key, "secp384r1");
      case EDDSA -> {
        if (!(key instanceof EdECPublicKey ed) || !ed.getParams().getName().equals("Ed25519")) {
          throw wrongKind(algorithm, "an Ed25519 key");
        }
      }
      case HS256, HS384, HS512 -> throw wrongKind(algorithm, "a secret, not a public key");
    }
  }

  private static void checkRsa(RSAPublicKey key) throws InvalidKeyException {
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new InvalidKeyException(
          "An RSA key has %d to %d bits, this one %d".formatted(MIN_RSA_BITS, MAX_RSA_BITS, bits));
    }
    var exponent = key.getPublicExponent();
    if (exponent.compareTo(MIN_EXPONENT) < 0
        || exponent.bitLength() > MAX_EXPONENT_BITS
        || !exponent.testBit(0)) {
      throw new InvalidKeyException("A public exponent is odd, at least 65537, at most 256 bits");
    }
    if (RocaFingerprint.matches(key.getModulus())) {
      throw new InvalidKeyException("The RSA key comes from a broken generator (CVE-2017-15361)");
    }
  }

  private static void checkEc(JwsAlgorithm algorithm, PublicKey key, String curve)
      throws InvalidKeyException {
    if (!(key instanceof ECPublicKey ec)) {
      throw wrongKind(algorithm, "a key on " + curve);
    }
    var expected = Curves.named(curve);
    var actual = ec.getParams();
    if (!actual.getCurve().equals(expected.getCurve())
        || !actual.getGenerator().equals(expected.getGenerator())
        || !actual.getOrder().equals(expected.getOrder())) {
      throw wrongKind(algorithm, "a key on " + curve);
    }
    var p = ((ECFieldFp) expected.getCurve().getField()).getP();
    var x = ec.getW().getAffineX();
    var y = ec.getW().getAffineY();
    var a = expected.getCurve().getA();
    var b = expected.getCurve().getB();
    boolean inField =
        x.signum() >= 0 && x.compareTo(p) < 0 && y.signum() >= 0 && y.compareTo(p) < 0;
    if (!inField || !y.multiply(y).mod(p).equals(x.pow(3).add(a.multiply(x)).add(b).mod(p))) {
      throw new InvalidKeyException("The point is not on the curve " + curve);
    }
  }

  private static InvalidKeyException wrongKind(JwsAlgorithm algorithm, String needed) {
    return new InvalidKeyException(algorithm.wireName() + " needs " + needed);
  }
}
