package dev.portcullis.password;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.RandomSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** bcrypt as {@code crypt(3)} writes it. Its authors look at the first 72 bytes of a password. */
final class BcryptHash implements LegacyHash {

  static final int MAX_COST = 16;
  static final int MAX_BYTES = 72;
  private static final int LEAST_COST = 10;
  private static final int SALT_BYTES = 16;

  private static final Pattern FORM =
      Pattern.compile("\\$2([aby])\\$([0-3][0-9])\\$[./A-Za-z0-9]{53}");

  private final String stored;
  private final String version;
  private final int cost;

  private BcryptHash(String stored, String version, int cost) {
    this.stored = stored;
    this.version = version;
    this.cost = cost;
  }

  static Optional<LegacyHash> parse(String stored) {
    var matcher = FORM.matcher(stored);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int cost = Integer.parseInt(matcher.group(2));
    return cost < 4 || cost > MAX_COST
        ? Optional.empty()
        : Optional.of(new BcryptHash(stored, "2" + matcher.group(1), cost));
  }

  @Override
  public boolean matches(Confidential password) {
    var bytes = bytes(password);
    try {
      return OpenBSDBCrypt.checkPassword(stored, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public boolean isWhole(Confidential password) {
    return password.revealUtf8().length <= MAX_BYTES;
  }

  @Override
  public Stored encode(Confidential password, RandomSource random) {
    var bytes = bytes(password);
    try {
      var salt = random.bytes(SALT_BYTES);
      return new Stored(
          OpenBSDBCrypt.generate(version, bytes, salt, Math.max(cost, LEAST_COST)), null);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte[] bytes(Confidential password) {
    var all = password.revealUtf8();
    var used = Arrays.copyOf(all, Math.min(all.length, MAX_BYTES));
    Arrays.fill(all, (byte) 0);
    return used;
  }
}
