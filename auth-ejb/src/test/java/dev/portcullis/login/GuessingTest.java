package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static dev.portcullis.login.LoginFixture.PASSWORD;
import static dev.portcullis.login.LoginFixture.isIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.Confidential;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.GuessAllowance;
import dev.portcullis.account.PasswordProof;
import dev.portcullis.config.LocalSettings;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.testing.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an attacker at the login learns and gets. */
class GuessingTest {

  private final LoginFixture app = new LoginFixture();

  @AfterEach
  void close() {
    app.close();
  }

  private static <T> List<T> inParallel(int threads, Callable<T> work) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    var start = new CountDownLatch(1);
    var tasks = new ArrayList<Callable<T>>();
    for (int i = 0; i < threads; i++) {
      tasks.add(
          () -> {
            start.await();
            return work.call();
          });
    }
    var running = tasks.stream().map(pool::submit).toList();
    start.countDown();
    var results = new ArrayList<T>();
    for (var result : running) {
      results.add(result.get());
    }
    pool.shutdown();
    return results;
  }

  @Test
  @Proves("S36")
  void ofManyParallelGuessesOnlyTheFreeOnesAreVerified() throws Exception {
    app.create("mary");
    var refusals = inParallel(64, () -> app.refusal("mary", "wrong"));
    assertThat(refusals).filteredOn(RejectionReason.WRONG_PASSWORD::equals).hasSize(5);
    assertThat(refusals).filteredOn(RejectionReason.LOCKED::equals).hasSize(59);
    assertThat(app.events(SecurityEvent.LoginFailed.class)).hasSize(64);
  }

  @Test
  void manyParallelLoginsOfOneUserAllSucceed() throws Exception {
    app.create("mary");
    assertThat(inParallel(24, () -> isIn(app.login("mary", PASSWORD)))).doesNotContain(false);
  }

  /** Work is counted rather than timed: hashes, and statements as the database counts them. */
  @Test
  @Proves("S32")
  void everyRefusalCostsTheSame() {
    app.create("mary");
    app.create("locked");
    var off = app.create("off");
    app.accounts.setDisabled(off.id(), true, CLIENT);
    for (int i = 0; i < 5; i++) {
      assertThat(isIn(app.login("locked", "wrong"))).isFalse();
    }
    var wrong = cost("mary", "wrong");
    assertThat(wrong.hashes).isEqualTo(1);
    assertThat(cost("nobody", "wrong")).isEqualTo(wrong);
    assertThat(cost("off", "wrong")).isEqualTo(wrong);
    assertThat(cost("off", PASSWORD)).isEqualTo(wrong);
    assertThat(cost("locked", "wrong")).isEqualTo(wrong);
    assertThat(cost("locked", PASSWORD)).isEqualTo(wrong);
    var before = app.hashes.count();
    var unknownProvider = new PasswordLogin("mary", Confidential.of(PASSWORD), "nowhere");
    assertThat(isIn(app.authentication.openSession(unknownProvider, CLIENT))).isFalse();
    assertThat(app.hashes.count() - before).isEqualTo(1);
  }

  private record Cost(long hashes, long statements) {}

  private Cost cost(String username, String password) {
    long hashes = app.hashes.count();
    sql("SET QUERY_STATISTICS FALSE");
    sql("SET QUERY_STATISTICS TRUE");
    assertThat(isIn(app.login(username, password))).isFalse();
    long statements =
        app.database.<Long>inNew(
            tx ->
                ((Number)
                        tx.em()
                            .createNativeQuery(
                                "SELECT SUM(EXECUTION_COUNT)"
                                    + " FROM INFORMATION_SCHEMA.QUERY_STATISTICS"
                                    + " WHERE SQL_STATEMENT LIKE '%auth_%'")
                            .getSingleResult())
                    .longValue());
    return new Cost(app.hashes.count() - hashes, statements);
  }

  private void sql(String statement) {
    app.database.inNew(tx -> tx.em().createNativeQuery(statement).executeUpdate());
  }

  @Test
  @Proves("S33")
  void anOverloadRefusesWithoutCountingAgainstAnybody() {
    app.create("mary");
    // No slot and no queue: always overloaded.
    var full = new LocalSettings(true, 15, 64, 1, 0, 0);
    var proof =
        new PasswordProof(
            app.database,
            app.directory,
            app.attempts,
            new PasswordHasher(full, app.random, app.hashes));
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(
              () -> proof.byUsername("mary", Confidential.of(PASSWORD), GuessAllowance.NONE))
          .isInstanceOf(TemporarilyUnavailableException.class);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(app.refusal("mary", "wrong")).isEqualTo(RejectionReason.WRONG_PASSWORD);
    }
    assertThat(app.refusal("mary", "wrong")).isEqualTo(RejectionReason.LOCKED);
  }

  /** Long names and what no database column could hold included. */
  @Test
  void hostileNamesAreJustUnknown() {
    for (var name : List.of("", "\u0000", "x".repeat(65_000), "\ud800", "' OR 1=1 --", "%", "*")) {
      assertThat(app.refusal(name, PASSWORD)).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    }
    assertThat(app.events(SecurityEvent.LoginFailed.class))
        .hasSize(7)
        .allSatisfy(e -> assertThat(e.details().username()).isNull());
  }

  @Test
  @Proves("S38")
  void aProofIsVoidOnceTheAccountChanged() {
    var mary = app.create("mary");
    var snapshot =
        app.database.<AccountSnapshot>inNew(tx -> app.directory.byId(tx, mary.id()).orElseThrow());
    app.accounts.setDisabled(mary.id(), true, CLIENT);
    app.accounts.setDisabled(mary.id(), false, CLIENT);
    assertThat(
            app.database.<Boolean>inNew(
                tx -> app.directory.confirmLogin(tx, snapshot, app.clock.instant())))
        .isFalse();
  }
}
