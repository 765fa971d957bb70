package dev.portcullis.password;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.RandomSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;

/** SHA-crypt, {@code $5$} and {@code $6$}, of "Unix crypt using SHA-256 and SHA-512". */
final class ShaCryptHash implements LegacyHash {

  static final int MAX_ROUNDS = 1_000_000;
  // Its time grows with the square of the password's length.
  private static final int MAX_BYTES = 4096;
  private static final String ALPHABET =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final Pattern FORM =
      Pattern.compile(
          "\\$([56])\\$(?:rounds=([1-9][0-9]{0,8})\\$)?([./0-9A-Za-z]{1,16})"
              + "\\$([./0-9A-Za-z]{43}|[./0-9A-Za-z]{86})");

  private final String kind;
  private final String rounds;
  private final String salt;
  private final String hash;

  private ShaCryptHash(String kind, String rounds, String salt, String hash) {
    this.kind = kind;
    this.rounds = rounds;
    this.salt = salt;
    this.hash = hash;
  }

  static Optional<LegacyHash> parse(String stored) {
    var matcher = FORM.matcher(stored);
    if (!matcher.matches() || (matcher.group(1).equals("5") != (matcher.group(4).length() == 43))) {
      return Optional.empty();
    }
    var rounds = matcher.group(2);
    if (rounds != null && Integer.parseInt(rounds) > MAX_ROUNDS) {
      return Optional.empty();
    }
    return Optional.of(
        new ShaCryptHash(
            matcher.group(1),
            rounds == null ? "" : "rounds=" + rounds + "$",
            matcher.group(3),
            matcher.group(4)));
  }

  @Override
  public boolean matches(Confidential password) {
    var bytes = password.revealUtf8();
    if (bytes.length > MAX_BYTES) {
      return false;
    }
    var computed = crypt(bytes, salt);
    return MessageDigest.isEqual(
        ascii(hash), ascii(computed.substring(computed.lastIndexOf('$') + 1)));
  }

  @Override
  public Stored encode(Confidential password, RandomSource random) {
    var fresh = new StringBuilder();
    for (byte b : random.bytes(16)) {
      fresh.append(ALPHABET.charAt(b & 63));
    }
    return new Stored(crypt(password.revealUtf8(), fresh.toString()), null);
  }

  /** It wipes the bytes it is given. */
  private String crypt(byte[] password, String withSalt) {
    var setting = "$" + kind + "$" + rounds + withSalt;
    return kind.equals("5")
        ? Sha2Crypt.sha256Crypt(password, setting)
        : Sha2Crypt.sha512Crypt(password, setting);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
