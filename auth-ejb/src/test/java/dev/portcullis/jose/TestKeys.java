package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One key for each algorithm; made once, since RSA keys take their time. */
final class TestKeys {

  /** Both halves, or twice the same secret. */
  record Pair(VerificationKey verifier, Signer signer) {}

  private static final KeyPair RSA = generate("RSA", null);
  private static final Map<JwsAlgorithm, Pair> PAIRS = new EnumMap<>(JwsAlgorithm.class);

  static {
    for (var algorithm : JwsAlgorithm.values()) {
      PAIRS.put(algorithm, make(algorithm));
    }
  }

  private TestKeys() {}

  static Pair of(JwsAlgorithm algorithm) {
    return Objects.requireNonNull(PAIRS.get(algorithm));
  }

  /** A key pair that suits the algorithm. */
  static KeyPair keyPair(JwsAlgorithm algorithm) {
    return switch (algorithm) {
      case ES256 -> generate("EC", "secp256r1");
      case ES384 -> generate("EC", "secp384r1");
      case EDDSA -> generate("Ed25519", null);
      default -> RSA;
    };
  }

  private static Pair make(JwsAlgorithm algorithm) {
    try {
      var kid = "key-" + algorithm.wireName();
      if (algorithm.isSymmetric()) {
        var secret = new byte[64];
        Arrays.fill(secret, (byte) algorithm.wireName().charAt(2));
        var key = HmacKey.of(kid, algorithm, secret);
        return new Pair(key, key);
      }
      var pair = keyPair(algorithm);
      return new Pair(
          PublicVerificationKey.of(kid, algorithm, pair.getPublic()),
          new PrivateSigningKey(kid, algorithm, pair.getPrivate()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair generate(String type, @Nullable String curve) {
    try {
      var generator = KeyPairGenerator.getInstance(type);
      if (curve != null) {
        generator.initialize(new ECGenParameterSpec(curve));
      } else if (type.equals("RSA")) {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
