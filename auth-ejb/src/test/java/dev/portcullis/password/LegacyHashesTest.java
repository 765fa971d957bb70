package dev.portcullis.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.Confidential;
import dev.portcullis.config.DigestSettings;
import dev.portcullis.config.DigestSettings.Encoding;
import dev.portcullis.config.DigestSettings.Salt;
import dev.portcullis.config.DigestSettings.SaltEncoding;
import dev.portcullis.config.LegacyFormat;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.Proves;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values were made by other programs: crypt_blowfish, OpenSSL, Python's hashlib. */
class LegacyHashesTest {

  private static final String PASSWORD = "seven lazy herons";
  private static final String PBKDF2 =
      "PBKDF2WithHmacSHA256:2048:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=:"
          + "ihCnl9tgU6tMgdapYCyCnQko36WFij0rWrSchxVfriw=";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "U*U | $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U | $2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U | $2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U | {CRYPT}$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "Hello world! | $5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "Hello world! | $6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
        "Hello world! | $6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
        "seven lazy herons | " + PBKDF2,
        "seven lazy herons | PBKDF2WithHmacSHA512:4096:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=:jnJCUnUMLtqLXUo9HlzjANZhtSGAkj2OE0OdmO5vNW4=",
        "seven lazy herons | {SSHA}rySQIb0kU7FSDSGmuSOy6qjMlvJzYWx0eQ==",
        "seven lazy herons | {ssha256}FjKLq8O+qmhfNIwstck94YS1edFz/A5uggykeDXIev9zYWx0eQ==",
        "seven lazy herons | {SHA}1EgJAAIIvltO/1DsO3Vqy3oGT3A=",
        "seven lazy herons | {MD5}MOX4jUQmgPhUWoqs1AZh3A==",
      })
  @Proves("S30")
  void verifiesWhatOtherProgramsStored(String password, String stored) {
    var hash = parse(LegacyFormat.AUTO, stored).orElseThrow();

    assertThat(hash.matches(Confidential.of(password))).isTrue();
    assertThat(hash.matches(Confidential.of(password + " "))).isFalse();
    assertThat(hash.matches(Confidential.of(password.toUpperCase(Locale.ROOT) + "x"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "MD5,     HEX,    30e5f88d442680f8545a8aacd40661dc",
    "MD5,     HEX,    30E5F88D442680F8545A8AACD40661DC",
    "MD5,     BASE64, MOX4jUQmgPhUWoqs1AZh3A==",
    "SHA-1,   HEX,    d44809000208be5b4eff50ec3b756acb7a064f70",
    "SHA-1,   BASE64, 1EgJAAIIvltO/1DsO3Vqy3oGT3A=",
    "SHA-256, HEX,    7714640c6dea7f9724b0a393cc0c8b41a44f16ef9c91267eb62830722442c303",
    "SHA-256, BASE64, dxRkDG3qf5cksKOTzAyLQaRPFu+ckSZ+tigwciRCwwM=",
    "SHA-512, BASE64, "
        + "HSMxMCSsW/e+HAKALyY5BcQMFH3q+Zf6NxmZicWBwRcS231YnXcfWVO0UZPhLSR6/y/Or5wvqpxppWZdGSACrA==",
  })
  @Proves("S30")
  void verifiesTheDigestsOfTheRealmsOfJBossAndGlassFish(
      String algorithm, Encoding encoding, String stored) {
    var settings =
        new DigestSettings(
            algorithm, encoding, Salt.NONE, SaltEncoding.TEXT, 1, StandardCharsets.UTF_8);

    assertThat(matches(settings, stored, null, PASSWORD)).isTrue();
    assertThat(matches(settings, stored + "   ", null, PASSWORD)).isTrue();
    assertThat(matches(settings, stored, null, "seven lazy heron")).isFalse();
    assertThat(new LegacyHashes(LegacyFormat.DIGEST, settings).parse(stored + "00", null))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SHA-256, BEFORE, TEXT,   1,    salty,    85b1146f46aec03bf2a4e636d3e00053055864004869a6357f3994ff9f12560f",
    "SHA-256, AFTER,  TEXT,   1,    salty,    16328babc3beaa685f348c2cb5c93de184b579d173fc0e6e820ca47835c87aff",
    "SHA-256, AFTER,  HEX,    1,    73616c7479, 16328babc3beaa685f348c2cb5c93de184b579d173fc0e6e820ca47835c87aff",
    "SHA-256, AFTER,  BASE64, 1,    c2FsdHk=, 16328babc3beaa685f348c2cb5c93de184b579d173fc0e6e820ca47835c87aff",
    "SHA-1,   AFTER,  TEXT,   1000, salty,    95f536c97dcb0401b56c4eecdd126a51d20f5b3e",
  })
  @Proves("S30")
  void verifiesDigestsWithASaltOfTheirOwnColumn(
      String algorithm, Salt place, SaltEncoding encoding, int rounds, String salt, String stored) {
    var settings =
        new DigestSettings(
            algorithm, Encoding.HEX, place, encoding, rounds, StandardCharsets.UTF_8);

    assertThat(matches(settings, stored, salt, PASSWORD)).isTrue();
    assertThat(matches(settings, stored, salt, "another")).isFalse();
    assertThat(new LegacyHashes(LegacyFormat.DIGEST, settings).parse(stored, null)).isEmpty();
    assertThat(new LegacyHashes(LegacyFormat.DIGEST, settings).parse(stored, "")).isEmpty();
  }

  @Test
  void takesThePasswordInTheCharsetOfTheApplication() {
    var settings =
        new DigestSettings(
            "MD5", Encoding.HEX, Salt.NONE, SaltEncoding.TEXT, 1, Charset.forName("ISO-8859-1"));
    var stored = "f016eeccf8edddc09f19c2eb23a42743";

    assertThat(matches(settings, stored, null, "fünf müde Störche")).isTrue();
    // What that charset lacks became a question mark once: it is no way in.
    assertThat(matches(settings, stored, null, "f\u4e00nf müde Störche")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$5$rounds=999999999$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "$5$rounds=99999999999$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "$6$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "PBKDF2WithHmacSHA256:9999999:AAECAwQFBgcICQoLDA0ODw==:ihCnl9tgU6tMgdapYCyCnQko36WFij0r",
        "PBKDF2WithHmacMD5:2048:AAECAwQFBgcICQoLDA0ODw==:ihCnl9tgU6tMgdapYCyCnQko36WFij0r",
        "$argon2id$v=19$m=2097152,t=100,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "{SSHA}1EgJAAIIvltO/1DsO3Vqy3oGT3A=",
        "{SHA}rySQIb0kU7FSDSGmuSOy6qjMlvJzYWx0eQ==",
        "{CLEARTEXT}seven lazy herons of the lake",
        "30e5f88d442680f8545a8aacd40661dc",
        "seven lazy herons",
        "",
        "   ",
        "*",
        "!",
      })
  @Proves("S33")
  void refusesWhatIsNotExactlyOfAKnownFormOrAsksForTooMuch(String stored) {
    assertThat(parse(LegacyFormat.AUTO, stored)).isEmpty();
  }

  @Test
  @Proves("S33")
  void theLongestAllowedWorkEnds() {
    var hash =
        parse(
                LegacyFormat.SHA_CRYPT,
                "$5$rounds=1000000$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5")
            .orElseThrow();

    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> assertThat(hash.matches(Confidential.of("Hello world!"))).isFalse());
  }

  /** bcrypt looks at 72 bytes: what matches beyond them may be another password. */
  @Test
  @Proves("S29")
  void nothingIsKeptOfAPasswordThatBcryptCutShort() {
    var hash =
        parse(LegacyFormat.BCRYPT, "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui")
            .orElseThrow();
    var shared = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    var password = Confidential.of(shared + "chars after 72 are ignored");

    assertThat(hash.matches(password)).isTrue();
    assertThat(hash.isWhole(password)).isFalse();
    assertThat(hash.isWhole(Confidential.of(shared))).isTrue();
    assertThat(hash.matches(Confidential.of(shared.substring(0, 71)))).isFalse();
  }

  @Test
  void plainTextIsComparedWhole() {
    var hash = parse(LegacyFormat.PLAIN, PASSWORD).orElseThrow();

    assertThat(hash.matches(Confidential.of(PASSWORD))).isTrue();
    assertThat(hash.matches(Confidential.of(PASSWORD + " "))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2a$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
        PBKDF2,
        "{SSHA}rySQIb0kU7FSDSGmuSOy6qjMlvJzYWx0eQ==",
        "{SHA}1EgJAAIIvltO/1DsO3Vqy3oGT3A=",
      })
  void writesANewPasswordInTheSameFormat(String stored) {
    var format = parse(LegacyFormat.AUTO, stored).orElseThrow();
    var password = Confidential.of("nine green herons");

    var written = format.encode(password, RandomSource.secure());

    assertThat(written.value()).startsWith(stored.substring(0, 3)).isNotEqualTo(stored);
    var read = parse(LegacyFormat.AUTO, written.value()).orElseThrow();
    assertThat(read.matches(password)).isTrue();
    assertThat(read.matches(Confidential.of(PASSWORD))).isFalse();
  }

  @Test
  void writesANewSaltBesideANewDigest() {
    var settings =
        new DigestSettings(
            "SHA-256", Encoding.BASE64, Salt.BEFORE, SaltEncoding.TEXT, 3, StandardCharsets.UTF_8);
    var hashes = new LegacyHashes(LegacyFormat.DIGEST, settings);
    var format =
        hashes.parse("dxRkDG3qf5cksKOTzAyLQaRPFu+ckSZ+tigwciRCwwM=", "salty").orElseThrow();

    var written = format.encode(Confidential.of(PASSWORD), RandomSource.secure());

    assertThat(written.salt()).hasSize(32);
    assertThat(matches(settings, written.value(), written.salt(), PASSWORD)).isTrue();
  }

  private static boolean matches(
      DigestSettings settings, String stored, @Nullable String salt, String password) {
    return new LegacyHashes(LegacyFormat.DIGEST, settings)
        .parse(stored, salt)
        .orElseThrow()
        .matches(Confidential.of(password));
  }

  private static Optional<LegacyHash> parse(LegacyFormat format, String stored) {
    return new LegacyHashes(format, null).parse(stored, null);
  }
}
