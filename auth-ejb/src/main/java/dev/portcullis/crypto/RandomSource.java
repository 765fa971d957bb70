package dev.portcullis.crypto;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Where unpredictable bytes come from; injected, so that tests can tell what was drawn. */
@FunctionalInterface
public interface RandomSource {

  /** Draws that many bytes, 1 or more. */
  byte[] bytes(int count);

  /** An id of 128 bits in lower-case hex: 32 characters, safe under any database collation. */
  default String id() {
    return HexFormat.of().formatHex(bytes(16));
  }

  /** The platform's CSPRNG. */
  static RandomSource secure() {
    var random = new SecureRandom();
    return count -> {
      var bytes = new byte[count];
      random.nextBytes(bytes);
      return bytes;
    };
  }
}
