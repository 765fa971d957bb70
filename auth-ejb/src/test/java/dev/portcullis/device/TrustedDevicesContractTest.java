package dev.portcullis.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.ClientInfo;
import dev.portcullis.TrustedDeviceInfo;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.store.RepeatingTransactions;
import dev.portcullis.store.Transactions;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the store of trusted devices promises, on every database, under both providers. */
@Tag("database")
@ParameterizedClass
@EnumSource
class TrustedDevicesContractTest {

  private static final int AT_A_TIME = 50;
  private static final Duration LIFE = Duration.ofDays(30);
  private static final ClientInfo STRANGER = new ClientInfo("198.51.100.9", "another", "req-2");

  @SuppressWarnings("NullAway.Init")
  private static PlaceServer server;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Place place;

  private final AccountDirectory directory = new AccountDirectory();
  private Transactions transactions;
  private TrustedDevices devices;

  @BeforeParameterizedClassInvocation
  static void start(Place place) {
    server = new PlaceServer(place);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    server.close();
  }

  @BeforeEach
  void asTheDomainHasThem() {
    transactions = new RepeatingTransactions(server.server().database());
    devices = new TrustedDevices(LIFE, server.server().random(), server.server().clock());
  }

  private AccountSnapshot account() {
    return now(server.create("user").id());
  }

  private AccountSnapshot now(String id) {
    return transactions.<AccountSnapshot>inNew(tx -> directory.byId(tx, id).orElseThrow());
  }

  /** What a browser sends from then on. */
  private ClientInfo trusted(AccountSnapshot account) {
    return trusted(account, STRANGER);
  }

  private ClientInfo trusted(AccountSnapshot account, ClientInfo client) {
    var granted =
        transactions.inNew(
            tx -> {
              assertThat(directory.hold(tx, account.id())).isTrue();
              return devices.trust(tx, account, client).orElseThrow();
            });
    return new ClientInfo("203.0.113.8", "a browser", "req-3", granted.secret());
  }

  private boolean use(AccountSnapshot account, ClientInfo client) {
    return transactions.<Boolean>inNew(tx -> devices.use(tx, account, client).isPresent());
  }

  private boolean guess(AccountSnapshot account, ClientInfo client) {
    return transactions.<Boolean>inNew(tx -> devices.takeGuess(tx, account, client));
  }

  private List<TrustedDeviceInfo> list(AccountSnapshot account, ClientInfo client) {
    return transactions.<List<TrustedDeviceInfo>>inNew(tx -> devices.list(tx, account, client));
  }

  private boolean end(AccountSnapshot account, String id) {
    return transactions.<Boolean>inNew(tx -> devices.end(tx, account.id(), id));
  }

  @Test
  void oneCountsForItsAccountUntilItsEnd() {
    var account = account();
    var client = trusted(account);
    assertThat(use(account, client)).isTrue();
    assertThat(use(account(), client)).isFalse();
    assertThat(use(account, STRANGER)).isFalse();

    server.server().clock().advance(LIFE.minusMillis(1));
    assertThat(use(account, client)).isTrue();
    server.server().clock().advance(Duration.ofMillis(1));
    assertThat(use(account, client)).isFalse();
    assertThat(list(account, client)).isEmpty();
  }

  @Test
  @Proves("S69")
  void noneCountsAfterAChangeThatMakesProofsVoid() {
    var account = account();
    var client = trusted(account);
    transactions.inNew(
        tx -> {
          directory.voidProofs(tx, account.id());
          return true;
        });
    var changed = now(account.id());
    assertThat(use(changed, client)).isFalse();
    assertThat(guess(changed, client)).isFalse();
    assertThat(list(changed, client)).isEmpty();
  }

  @Test
  void theListTellsWhereAndWhenAndWhichItIs() {
    var account = account();
    var first = trusted(account);
    server.server().clock().advance(Duration.ofMinutes(1));
    var second = trusted(account);
    assertThat(use(account, first)).isTrue();

    var list = list(account, first);
    assertThat(list).extracting(TrustedDeviceInfo::current).containsExactly(false, true);
    assertThat(list)
        .extracting(TrustedDeviceInfo::address)
        .containsExactly("198.51.100.9", "203.0.113.8");
    var used = list.get(1);
    assertThat(used.device()).isEqualTo("another");
    assertThat(used.lastUsedAt()).isEqualTo(used.createdAt().plus(Duration.ofMinutes(1)));
    assertThat(used.expiresAt()).isEqualTo(used.createdAt().plus(LIFE));

    assertThat(end(account(), used.id())).isFalse();
    assertThat(end(account, used.id())).isTrue();
    assertThat(end(account, used.id())).isFalse();
    assertThat(use(account, first)).isFalse();
    assertThat(use(account, second)).isTrue();
  }

  @Test
  void aBrowserIsTrustedOnceAndAnAccountHasTwenty() {
    var account = account();
    var client = trusted(account);
    var again = trusted(account, client);
    assertThat(use(account, client)).isFalse();
    assertThat(list(account, again)).hasSize(1);

    for (int i = 0; i < TrustedDevices.MOST_OF_AN_ACCOUNT; i++) {
      server.server().clock().advance(Duration.ofSeconds(1));
      trusted(account);
    }
    assertThat(list(account, again)).hasSize(TrustedDevices.MOST_OF_AN_ACCOUNT);
    assertThat(use(account, again)).isFalse();
  }

  @Test
  @Proves({"S35", "S36"})
  void ofGuessesAtATimeFiveAreMade() throws Exception {
    var account = account();
    var client = trusted(account);
    assertThat(server.together(AT_A_TIME, () -> guess(account, client)))
        .filteredOn(made -> made)
        .hasSize(TrustedDevices.MOST_GUESSES);
    assertThat(guess(account, client)).isFalse();
    transactions.inNew(
        tx -> {
          devices.forgetGuesses(tx, account, client);
          return true;
        });
    assertThat(guess(account, client)).isTrue();
  }

  @Test
  @Proves("S71")
  void theDatabaseHasNoSecret() {
    var account = account();
    var client = trusted(account);
    var device = client.device();
    assertThat(device).isNotNull();
    var stored =
        transactions.<String>inNew(
            tx ->
                tx.em()
                    .createQuery(
                        "SELECT d.hash FROM TrustedDevice d WHERE d.accountId = :id", String.class)
                    .setParameter("id", account.id())
                    .getSingleResult());
    assertThat(stored).matches("[0-9a-f]{64}").doesNotContain(device.reveal());
  }

  @Test
  void whatExpiredIsRemoved() {
    var account = account();
    trusted(account);
    server.server().clock().advance(LIFE);
    trusted(account);
    assertThat(devices.cleanUp(transactions)).isPositive();
    assertThat(devices.cleanUp(transactions)).isZero();
    assertThat(list(account, STRANGER)).hasSize(1);
  }
}
