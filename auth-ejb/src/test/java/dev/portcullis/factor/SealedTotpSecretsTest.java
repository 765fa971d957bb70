package dev.portcullis.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.EncryptionState;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.config.TwoFactorSettings.Algorithm;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.sealing.Reencryption;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An authenticator app goes on while one encryption key takes the place of another. */
class SealedTotpSecretsTest {

  private static final EncryptionKey OLD = key(1);
  private static final EncryptionKey NEW = key(2);
  private static final String ACCOUNT = "0123456789abcdef0123456789abcdef";
  private static final TwoFactorSettings.Totp SETTINGS =
      new TwoFactorSettings.Totp("Example", Algorithm.SHA1, 6, 30);

  private final TestDatabase database = new TestDatabase();
  private final MutableClock clock = new MutableClock();

  private static EncryptionKey key(int fill) {
    var bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return EncryptionKey.parse(
            Confidential.of(Base64.getEncoder().encodeToString(bytes)), RandomSource.secure())
        .orElseThrow();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private TotpFactor under(EncryptionKey key) {
    return new TotpFactor(SETTINGS, key, RandomSource.secure(), clock);
  }

  /** Whether the app's next code counts. */
  private boolean serves(Authenticator app, EncryptionKey key) {
    clock.advance(Duration.ofSeconds(30));
    var code = app.code(clock.instant());
    return database.inNew(tx -> under(key).use(tx, ACCOUNT, code));
  }

  private boolean isUnder(EncryptionKey key) {
    Object sealed =
        database.inNew(
            tx ->
                tx.em().createNativeQuery("SELECT sealed_secret FROM auth_totp").getSingleResult());
    return sealed.toString().startsWith(key.prefix());
  }

  @Test
  @Proves("S62")
  void goOnWhenTheEncryptionKeyIsReplaced() {
    int accounts =
        database.inNew(
            tx ->
                tx.em()
                    .createNativeQuery(
                        "INSERT INTO auth_account (id, username, username_key, security_version,"
                            + " disabled, created_at, changed_at)"
                            + " VALUES (?1, 'ann', 'ann', 0, FALSE, 0, 0)")
                    .setParameter(1, ACCOUNT)
                    .executeUpdate());
    assertThat(accounts).isEqualTo(1);
    var made = database.inNew(tx -> under(OLD).setUp(tx, ACCOUNT, "ann"));
    var app = Authenticator.of(made.secret().reveal());
    var first = app.code(clock.instant());
    assertThat(database.<Boolean>inNew(tx -> under(OLD).activate(tx, ACCOUNT, first))).isTrue();
    assertThat(isUnder(OLD)).as("the id of the key stands before it").isTrue();
    assertThat(serves(app, NEW)).as("without the key that it is sealed under").isFalse();

    var replaced = NEW.beside(List.of(OLD), List.of());
    assertThat(serves(app, replaced)).isTrue();
    var reencryption =
        new Reencryption(replaced, database, List.of(new SealedTotpSecrets()), clock);
    clock.advance(Reencryption.LONGEST_SHORT_LIFE);
    reencryption.run();
    reencryption.run();
    assertThat(reencryption.state()).isEqualTo(EncryptionState.REPLACED);
    assertThat(isUnder(NEW)).isTrue();
    assertThat(serves(app, NEW)).isTrue();
    assertThat(serves(app, OLD)).isFalse();
  }
}
