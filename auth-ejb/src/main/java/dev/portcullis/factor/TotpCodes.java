package dev.portcullis.factor;

import dev.portcullis.Confidential;
import dev.portcullis.config.TwoFactorSettings.Algorithm;
import dev.samstevens.totp.code.DefaultCodeGenerator;
import dev.samstevens.totp.code.HashingAlgorithm;
import dev.samstevens.totp.exceptions.CodeGenerationException;
import dev.samstevens.totp.exceptions.QrGenerationException;
import dev.samstevens.totp.qr.QrData;
import dev.samstevens.totp.qr.ZxingPngQrGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;

/** Codes of authenticator apps (RFC 6238). */
final class TotpCodes {

  /** S61: the current step, and the one before it for whoever types slowly. */
  private static final int EARLIER_STEPS = 1;

  private TotpCodes() {}

  /** What a secret's codes are computed with. */
  record Parameters(Algorithm algorithm, int digits, int periodSeconds) {}

  /**
   * The step of which that is the code, if it is one that counts now.
   *
   * @param secret in Base32
   */
  static OptionalLong stepOf(
      Confidential typed, Confidential secret, Parameters parameters, Instant now) {
    var code = typed.reveal().replaceAll("[\\s-]", "").getBytes(StandardCharsets.UTF_8);
    long current = Math.floorDiv(now.getEpochSecond(), parameters.periodSeconds);
    var found = OptionalLong.empty();
    for (long step = current - EARLIER_STEPS; step <= current; step++) {
      var expected = code(secret, parameters, step).getBytes(StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(expected, code)) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  static String code(Confidential secret, Parameters parameters, long step) {
    try {
      return new DefaultCodeGenerator(hashing(parameters.algorithm), parameters.digits)
          .generate(secret.reveal(), step);
    } catch (CodeGenerationException e) {
      throw new IllegalStateException("A code cannot be computed", e);
    }
  }

  /** {@code otpauth://totp/Issuer:mary?secret=…}, and the same as a PNG. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Label(Confidential uri, byte[] png) {}

  static Label label(String issuer, String username, Confidential secret, Parameters parameters) {
    var data =
        new QrData.Builder()
            .label(issuer + ":" + username)
            .secret(secret.reveal())
            .issuer(issuer)
            .algorithm(hashing(parameters.algorithm))
            .digits(parameters.digits)
            .period(parameters.periodSeconds)
            .build();
    try {
      return new Label(Confidential.of(data.getUri()), new ZxingPngQrGenerator().generate(data));
    } catch (QrGenerationException e) {
      throw new IllegalStateException("A QR code cannot be drawn", e);
    }
  }

  private static HashingAlgorithm hashing(Algorithm algorithm) {
    return switch (algorithm) {
      case SHA1 -> HashingAlgorithm.SHA1;
      case SHA256 -> HashingAlgorithm.SHA256;
      case SHA512 -> HashingAlgorithm.SHA512;
    };
  }
}
