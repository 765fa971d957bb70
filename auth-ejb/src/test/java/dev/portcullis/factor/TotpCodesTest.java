package dev.portcullis.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.config.TwoFactorSettings.Algorithm;
import dev.portcullis.factor.TotpCodes.Parameters;
import dev.portcullis.testing.Proves;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpCodesTest {

  private static final Parameters USUAL = new Parameters(Algorithm.SHA1, 6, 30);
  private static final Confidential SECRET = secret(20);

  /** RFC 6238, appendix B: the digits 1 to 9 and 0, over and over. */
  private static Confidential secret(int bytes) {
    var ascii = "1234567890".repeat(7).substring(0, bytes);
    return Confidential.of(new Base32().encodeAsString(ascii.getBytes(StandardCharsets.US_ASCII)));
  }

  /** RFC 6238, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "59, SHA1, 94287082",
    "59, SHA256, 46119246",
    "59, SHA512, 90693936",
    "1111111109, SHA1, 07081804",
    "1111111109, SHA256, 68084774",
    "1111111109, SHA512, 25091201",
    "1111111111, SHA1, 14050471",
    "1111111111, SHA256, 67062674",
    "1111111111, SHA512, 99943326",
    "1234567890, SHA1, 89005924",
    "1234567890, SHA256, 91819424",
    "1234567890, SHA512, 93441116",
    "2000000000, SHA1, 69279037",
    "2000000000, SHA256, 90698825",
    "2000000000, SHA512, 38618901",
    "20000000000, SHA1, 65353130",
    "20000000000, SHA256, 77737706",
    "20000000000, SHA512, 47863826"
  })
  void theVectorsOfTheStandardHold(long seconds, Algorithm algorithm, String code) {
    int bytes =
        switch (algorithm) {
          case SHA1 -> 20;
          case SHA256 -> 32;
          case SHA512 -> 64;
        };
    var parameters = new Parameters(algorithm, 8, 30);
    var step =
        TotpCodes.stepOf(
            Confidential.of(code), secret(bytes), parameters, Instant.ofEpochSecond(seconds));
    assertThat(step).hasValue(seconds / 30);
  }

  @ParameterizedTest
  @CsvSource({"-2, false", "-1, true", "0, true", "1, false", "2, false"})
  @Proves("S61")
  void onlyTheCurrentAndThePreviousStepCount(int offset, boolean counts) {
    long step = 57_000_000;
    var code = TotpCodes.code(SECRET, USUAL, step + offset);
    for (long within : new long[] {0, 29}) {
      var now = Instant.ofEpochSecond(step * 30 + within);
      assertThat(TotpCodes.stepOf(Confidential.of(code), SECRET, USUAL, now).isPresent())
          .isEqualTo(counts);
    }
  }

  @Test
  void spacesInACodeDoNotMatterAndAnythingElseDoes() {
    var now = Instant.ofEpochSecond(57_000_000L * 30);
    var code = TotpCodes.code(SECRET, USUAL, 57_000_000);
    var spaced = code.substring(0, 3) + " " + code.substring(3);
    assertThat(TotpCodes.stepOf(Confidential.of(spaced), SECRET, USUAL, now)).isPresent();
    for (var wrong : new String[] {"", code + "0", code.substring(1), "abcdef", "\u0661" + code}) {
      assertThat(TotpCodes.stepOf(Confidential.of(wrong), SECRET, USUAL, now)).isEmpty();
    }
  }

  @Test
  void theLabelIsWhatAppsRead() {
    var label = TotpCodes.label("Example App", "mary", SECRET, USUAL);
    assertThat(label.uri().reveal())
        .startsWith("otpauth://totp/Example%20App%3Amary?")
        .contains("secret=" + SECRET.reveal(), "issuer=Example%20App", "algorithm=SHA1")
        .contains("digits=6", "period=30");
    assertThat(label.png()).startsWith(0x89, 'P', 'N', 'G');
  }
}
