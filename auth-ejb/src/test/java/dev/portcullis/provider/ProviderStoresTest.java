package dev.portcullis.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.provider.KeptTokens.Kept;
import dev.portcullis.sealing.SealedColumn;
import dev.portcullis.sealing.SealedColumn.Sealed;
import dev.portcullis.store.RepeatingTransactions;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the {@code auth_provider_*} tables promise, in every place. */
@Tag("database")
@ParameterizedClass
@EnumSource
class ProviderStoresTest {

  private static final Duration LIFE = Duration.ofHours(12);
  private static final String KEY = "ab".repeat(32);
  private static final int ROUNDS = Boolean.getBoolean("full") ? 500 : 20;

  @SuppressWarnings("NullAway.Init")
  private static PlaceServer server;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Place place;

  private Transactions transactions;
  private EncryptionKey key;
  private MutableClock clock;

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
    key = TestSettings.defaults().encryption(server.server().random());
    clock = server.server().clock();
  }

  @AfterEach
  void nothingIsLent() {
    assertThat(server.pool().lent()).isZero();
    server.execute("DELETE FROM auth_provider_session");
    server.execute("DELETE FROM auth_provider_token");
    server.execute("DELETE FROM auth_provider_use");
  }

  private static ProvenUser user(
      String sessionKey, @Nullable String idToken, @Nullable GivenTokens tokens) {
    return new ProvenUser(
        new ExternalIdentity(
            "https://idp.example.com", "subj\u00E9ct-1", "corp", "ann", null, null, Set.of()),
        false,
        Set.of(),
        null,
        sessionKey,
        idToken == null ? null : Confidential.of(idToken),
        tokens);
  }

  private GivenTokens tokens(String access) {
    return new GivenTokens(
        Confidential.of(access),
        Confidential.of("refresh of " + access),
        null,
        clock.instant().plusSeconds(300));
  }

  private void change(Consumer<Tx> work) {
    boolean unused =
        transactions.<Boolean>inNew(
            tx -> {
              work.accept(tx);
              return true;
            });
  }

  private static List<String> others(String sessionKey) {
    return List.of(sessionKey.toUpperCase(Locale.ROOT), sessionKey + " ", "");
  }

  @Test
  void anIdTokenIsKeptForItsSessionAndForNoOther() {
    var sessions = new ProviderSessions(transactions, key, LIFE, clock);
    sessions.keep(user(KEY, "one", null));
    sessions.keep(user(KEY, "two", null));
    assertThat(server.count("auth_provider_session")).isOne();
    var hint = hint(sessions, KEY).orElseThrow();
    assertThat(hint.issuer()).isEqualTo("https://idp.example.com");
    assertThat(hint.idToken().reveal()).isEqualTo("two");
    for (var other : others(KEY)) {
      assertThat(hint(sessions, other)).isEmpty();
      change(tx -> sessions.remove(tx, other));
    }
    assertThat(hint(sessions, KEY)).isPresent();
    change(tx -> sessions.remove(tx, KEY));
    assertThat(hint(sessions, KEY)).isEmpty();
  }

  private Optional<ProviderSessions.Hint> hint(ProviderSessions sessions, String sessionKey) {
    return transactions.inNew(tx -> sessions.find(tx, sessionKey));
  }

  @Test
  void anIdTokenFitsOrIsNotKeptAndGoesWhenItsSessionIsOver() {
    var sessions = new ProviderSessions(transactions, key, LIFE, clock);
    int longest = longest(8000);
    sessions.keep(user(KEY, "x".repeat(longest), null));
    assertThat(hint(sessions, KEY).orElseThrow().idToken().reveal()).hasSize(longest);
    var other = "cd".repeat(32);
    sessions.keep(user(other, "x".repeat(8000), null));
    assertThat(hint(sessions, other)).isEmpty();
    clock.advance(LIFE.minusMillis(1));
    sessions.cleanUp();
    assertThat(hint(sessions, KEY)).isPresent();
    clock.advance(Duration.ofMillis(1));
    sessions.cleanUp();
    assertThat(hint(sessions, KEY)).isEmpty();
  }

  /** How much can be sealed into so many characters. */
  private int longest(int characters) {
    int length = characters;
    while (key.seal(ProviderSessions.PURPOSE, KEY, new byte[length]).length() > characters) {
      length--;
    }
    return length;
  }

  @Test
  @Proves("S24")
  void tokensAreRenewedByOneAtATime() {
    var kept = new KeptTokens(transactions, key, LIFE, clock);
    kept.keep("shop", user(KEY, null, tokens("first")));
    var found = kept.find(KEY).orElseThrow();
    assertThat(found.clientId()).isEqualTo("shop");
    assertThat(found.subject()).isEqualTo("subj\u00E9ct-1");
    assertThat(found.tokens()).isEqualTo(tokens("first"));
    for (var other : others(KEY)) {
      assertThat(kept.find(other)).isEmpty();
    }

    assertThat(kept.claim(found)).isTrue();
    assertThat(kept.claim(found)).as("by another node that read it before").isFalse();
    assertThat(kept.claim(kept.find(KEY).orElseThrow())).as("busy").isFalse();
    change(tx -> kept.confirm(tx, found, tokens("second")));
    var second = kept.find(KEY).orElseThrow();
    assertThat(second.tokens()).isEqualTo(tokens("second"));
    assertThat(second.busyUntil()).isZero();

    assertThat(kept.claim(second)).isTrue();
    clock.advance(Duration.ofSeconds(30));
    assertThat(kept.claim(kept.find(KEY).orElseThrow())).as("its node died").isTrue();
    kept.postpone(second, 17);
    var postponed = kept.find(KEY).orElseThrow();
    assertThat(postponed.checkedAt()).isEqualTo(17);
    assertThat(postponed.verifiedAt()).isEqualTo(second.verifiedAt());
    assertThat(postponed.busyUntil()).isZero();
    assertThat(postponed.tokens()).isEqualTo(second.tokens());

    clock.advance(LIFE);
    kept.cleanUp();
    assertThat(kept.find(KEY)).isEmpty();
  }

  @Test
  void tokensFitOrAreNotKept() {
    var kept = new KeptTokens(transactions, key, LIFE, clock);
    var access = "x".repeat(longest(12_000) - 16);
    kept.keep("shop", user(KEY, null, new GivenTokens(Confidential.of(access), null, null, null)));
    assertThat(kept.find(KEY).orElseThrow().tokens().access().reveal()).isEqualTo(access);
    change(tx -> kept.remove(tx, KEY));
    assertThat(kept.find(KEY)).isEmpty();
    kept.keep("shop", user(KEY, null, tokens("x".repeat(12_000))));
    assertThat(kept.find(KEY)).isEmpty();
  }

  @Test
  @Proves({"S24", "S43"})
  void ofManyAtTheSameTimeOneIsTheFirst() throws Exception {
    var kept = new KeptTokens(transactions, key, LIFE, clock);
    var used = new UsedOnce(transactions, clock);
    kept.keep("shop", user(KEY, null, tokens("first")));
    for (int round = 0; round < ROUNDS; round++) {
      Kept found = kept.find(KEY).orElseThrow();
      assertThat(server.together(() -> kept.claim(found))).containsOnlyOnce(true);
      change(tx -> kept.confirm(tx, found, tokens("next")));
      var id = "state-" + round;
      var end = clock.instant().plusSeconds(600);
      assertThat(server.together(() -> used.first("attempt", id, end))).containsOnlyOnce(true);
    }
  }

  @Test
  void ofManySignInsOfOneSessionAtTheSameTimeOneIsKept() throws Exception {
    var kept = new KeptTokens(transactions, key, LIFE, clock);
    var sessions = new ProviderSessions(transactions, key, LIFE, clock);
    for (int round = 0; round < ROUNDS; round++) {
      var sessionKey = "%064x".formatted(round);
      var unused =
          server.together(
              () -> {
                kept.keep("shop", user(sessionKey, "id", tokens("a")));
                sessions.keep(user(sessionKey, "id", null));
                return true;
              });
      assertThat(kept.find(sessionKey)).isPresent();
      assertThat(hint(sessions, sessionKey)).isPresent();
    }
  }

  @Test
  @Proves({"S27", "S43"})
  void whatWasUsedStaysUsedUntilItIsOver() {
    var used = new UsedOnce(transactions, clock);
    var end = clock.instant().plusSeconds(600);
    assertThat(used.first("attempt", "state", end)).isTrue();
    assertThat(used.first("attempt", "state", end)).isFalse();
    assertThat(used.first("attempt", "State", end)).isTrue();
    assertThat(used.first("attempt", "state ", end)).isTrue();
    assertThat(used.first("logout token", "state", end)).isTrue();
    clock.advance(Duration.ofMinutes(10));
    assertThat(used.cleanUp()).as("another node's clock may be behind").isZero();
    assertThat(used.first("attempt", "state", end)).isFalse();
    clock.advance(Duration.ofMinutes(2));
    assertThat(used.cleanUp()).isEqualTo(4);
    assertThat(server.count("auth_provider_use")).isZero();
  }

  @Test
  void whatIsSealedIsReadInPagesAndReplacedOnlyWhileItIsWhatWasRead() {
    var kept = new KeptTokens(transactions, key, LIFE, clock);
    var sessions = new ProviderSessions(transactions, key, LIFE, clock);
    for (int i = 0; i < 3; i++) {
      var sessionKey = "%064x".formatted(i);
      kept.keep("shop", user(sessionKey, null, tokens("a" + i)));
      sessions.keep(user(sessionKey, "id" + i, null));
    }
    for (SealedColumn column : List.of(new SealedIdTokens(), new SealedProviderTokens())) {
      var all = transactions.<List<Sealed>>inNew(tx -> column.after(tx, "", 1000));
      assertThat(all).hasSize(3);
      var paged = new ArrayList<Sealed>();
      for (int i = 0; i <= all.size(); i++) {
        var last = i == 0 ? "" : paged.get(paged.size() - 1).id();
        paged.addAll(transactions.<List<Sealed>>inNew(tx -> column.after(tx, last, 1)));
      }
      assertThat(paged).isEqualTo(all);
      assertThat(replaced(column, all.get(0), "theirs")).isTrue();
      assertThat(replaced(column, all.get(0), "ours")).isFalse();
    }
  }

  private boolean replaced(SealedColumn column, Sealed sealed, String text) {
    return transactions.<Boolean>inNew(tx -> column.replace(tx, sealed, text));
  }
}
