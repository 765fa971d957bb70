package dev.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Databases;
import dev.portcullis.testing.FreshDatabase;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.TestDatabase;
import dev.portcullis.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real deadlocks and conflicts, made to happen, and what comes of them. */
@Tag("database")
class RepeatingTransactionsTest {

  /** Two guards, and transactions that count them up. */
  private static final class Guards implements AutoCloseable {

    final FreshDatabase fresh;
    final TestPool pool;
    final TestDatabase database;
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger committed = new AtomicInteger();
    final RepeatingTransactions repeating;

    Guards(Place place) {
      this(place.database(), place.first(), place.provider());
    }

    Guards(Databases kind, String first, jakarta.persistence.spi.PersistenceProvider provider) {
      fresh = kind.fresh();
      pool = fresh.pool(8, first);
      database = new TestDatabase(pool, provider, TestDatabase.UNRECORDED, pool::close);
      repeating = new RepeatingTransactions(database);
      for (var name : List.of("a", "b")) {
        change("INSERT INTO auth_account_guard (name, turns) VALUES ('" + name + "', 0)");
      }
    }

    private void change(String sql) {
      int unused = database.inNew(tx -> tx.em().createNativeQuery(sql).executeUpdate());
    }

    static void count(Tx tx, String name) {
      int unused =
          tx.em()
              .createQuery("UPDATE AccountGuard g SET g.turns = g.turns + 1 WHERE g.name = :name")
              .setParameter("name", name)
              .executeUpdate();
    }

    static long turns(Tx tx, String name) {
      return tx.em()
          .createQuery("SELECT g.turns FROM AccountGuard g WHERE g.name = :name", Long.class)
          .setParameter("name", name)
          .getSingleResult();
    }

    long turns(String name) {
      return database.<Long>inNew(tx -> turns(tx, name));
    }

    /** Runs work that counts its runs and commits. */
    boolean run(Function<Tx, Boolean> work) {
      return repeating.inNew(
          tx -> {
            runs.incrementAndGet();
            tx.afterCommit(committed::incrementAndGet);
            return work.apply(tx);
          });
    }

    @Override
    public void close() {
      assertThat(pool.lent()).isZero();
      database.close();
      fresh.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofADeadlockBothGoOn(Place place) throws Exception {
    try (var guards = new Guards(place)) {
      var bothHoldOne = new CyclicBarrier(2);
      var one = CompletableFuture.runAsync(() -> holdBoth(guards, bothHoldOne, "a", "b"));
      var other = CompletableFuture.runAsync(() -> holdBoth(guards, bothHoldOne, "b", "a"));
      one.get(60, TimeUnit.SECONDS);
      other.get(60, TimeUnit.SECONDS);

      assertThat(guards.runs.get()).as("runs").isGreaterThan(2);
      assertThat(guards.committed.get()).isEqualTo(2);
      assertThat(guards.turns("a")).isEqualTo(2);
      assertThat(guards.turns("b")).isEqualTo(2);
    }
  }

  private static void holdBoth(Guards guards, CyclicBarrier meet, String first, String second) {
    var met = new AtomicInteger();
    boolean unused =
        guards.run(
            tx -> {
              Guards.count(tx, first);
              if (met.incrementAndGet() == 1) {
                await(meet);
              }
              Guards.count(tx, second);
              return true;
            });
  }

  private static void await(CyclicBarrier meet) {
    try {
      int unused = meet.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** MariaDB's error 1020. */
  @Test
  void aRowThatChangedSinceItWasReadIsReadAgain() {
    try (var guards = new Guards(Place.MARIADB_SNAPSHOT_ISOLATION)) {
      overtaken(guards);
    }
  }

  /** PostgreSQL's state 40001. */
  @Test
  void aSerializationFailureIsRunAgain() {
    try (var guards =
        new Guards(
            Databases.POSTGRESQL,
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
            new HibernatePersistenceProvider())) {
      overtaken(guards);
    }
  }

  private static void overtaken(Guards guards) {
    boolean done =
        guards.run(
            tx -> {
              long before = Guards.turns(tx, "a");
              if (guards.runs.get() == 1) {
                boolean unused =
                    guards.database.inNew(
                        other -> {
                          Guards.count(other, "a");
                          return true;
                        });
              }
              Guards.count(tx, "a");
              return before == 1;
            });
    assertThat(done).as("the second run reads what was committed").isTrue();
    assertThat(guards.runs.get()).isEqualTo(2);
    assertThat(guards.committed.get()).isEqualTo(1);
    assertThat(guards.turns("a")).isEqualTo(2);
  }

  /**
   * It tells at once, and not when the other one is done, so that there is something to wait for.
   */
  @Test
  void aRowThatAnotherTransactionHasChangedIsWaitedFor() throws Exception {
    try (var guards = new Guards(Place.MARIADB_SNAPSHOT_ISOLATION)) {
      var changed = new CountDownLatch(1);
      var mayCommit = new CountDownLatch(1);
      var other =
          CompletableFuture.runAsync(
              () -> {
                boolean unused =
                    guards.database.inNew(
                        tx -> {
                          Guards.count(tx, "a");
                          changed.countDown();
                          await(mayCommit);
                          return true;
                        });
              });
      await(changed);
      var runs = new AtomicInteger();
      var runsThatWaited = new AtomicInteger();
      var repeating =
          new RepeatingTransactions(
              guards.database,
              time -> {
                if (runsThatWaited.incrementAndGet() == 3) {
                  mayCommit.countDown();
                  other.join();
                }
              });

      long turns =
          repeating.<Long>inNew(
              tx -> {
                runs.incrementAndGet();
                long before = Guards.turns(tx, "a");
                Guards.count(tx, "a");
                return before + 1;
              });

      assertThat(turns).isEqualTo(2).isEqualTo(guards.turns("a"));
      assertThat(runs).as("two before the first pause, one after each").hasValue(5);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loses each first run of a thread; the second one is the work's own. */
  @SuppressWarnings("NullAway") // no work here looks at its transaction
  private static RepeatingTransactions losingOnce() {
    var lost = ThreadLocal.withInitial(() -> false);
    return new RepeatingTransactions(
        new Transactions() {
          @Override
          public <T> T inNew(Function<Tx, T> work) {
            if (!lost.get()) {
              lost.set(true);
              throw new LostRaceException(new IllegalStateException());
            }
            return work.apply(null);
          }
        });
  }

  @Test
  void whoeverHasItsTurnHoldsUpOnlyThoseThatDoTheSameAndThoseNotForLong() throws Exception {
    var repeating = losingOnce();
    var begun = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    Function<Tx, Boolean> slow =
        tx -> {
          begun.countDown();
          await(mayEnd);
          return true;
        };
    var first =
        CompletableFuture.supplyAsync(
            () -> repeating.inNew(slow), work -> new Thread(work).start());
    await(begun);
    var same =
        CompletableFuture.supplyAsync(
            () -> repeating.inNew(slow), work -> new Thread(work).start());
    long start = System.nanoTime();
    var another =
        CompletableFuture.supplyAsync(
            () -> repeating.inNew(tx -> true), work -> new Thread(work).start());
    assertThat(another.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("it does something else")
        .isLessThan(Duration.ofSeconds(3));
    assertThat(first.isDone() || same.isDone()).isFalse();
    mayEnd.countDown();
    assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(same.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatLosesAgainAndAgainIsAnsweredUnavailable() {
    var runs = new AtomicInteger();
    var pauses = new ArrayList<Duration>();
    var repeating =
        new RepeatingTransactions(
            new Transactions() {
              @Override
              public <T> T inNew(Function<Tx, T> work) {
                runs.incrementAndGet();
                throw new LostRaceException(new IllegalStateException());
              }
            },
            pauses::add);

    assertThatThrownBy(() -> repeating.inNew(tx -> true))
        .isInstanceOf(TemporarilyUnavailableException.class);
    assertThat(runs.get()).isEqualTo(RepeatingTransactions.MOST_RUNS);
    assertThat(pauses).hasSize(RepeatingTransactions.MOST_RUNS - 2).isSorted();
    assertThat(pauses.get(0)).isEqualTo(Duration.ofMillis(1));
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
  }
}
