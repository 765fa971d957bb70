package dev.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AuditAction;
import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Proves;
import jakarta.ejb.EJBException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server may do at a commit, played by hand; the real thing runs in arquillian-tests. */
class JtaTransactionsTest {

  private final List<String> seen = new ArrayList<>();

  private final EventRecorder recorder =
      new EventRecorder() {
        @Override
        public void write(EntityManager em, SecurityEvent event) {
          seen.add("written");
        }

        @Override
        public void committed(SecurityEvent event) {
          seen.add("committed");
        }
      };

  @Test
  void commitsThenActsThenTells() {
    var transactions = transactions(this::commit);
    int result =
        transactions.inNew(
            tx -> {
              tx.afterCommit(() -> seen.add("action"));
              tx.raise(event());
              return 42;
            });
    assertThat(result).isEqualTo(42);
    assertThat(seen).containsExactly("written", "flush", "commit", "close", "action", "committed");
  }

  @Test
  @Proves("S74")
  void doesNothingAfterACommitThatTheServerSilentlyTurnedIntoARollback() {
    var transactions =
        transactions(
            work -> {
              work.execute();
              work.afterCompletion(Status.STATUS_ROLLEDBACK);
            });
    assertThatThrownBy(() -> transactions.inNew(this::actAndRaise))
        .isInstanceOf(TemporarilyUnavailableException.class);
    assertThat(seen).containsExactly("written", "flush", "close");
  }

  @Test
  void aCommitThatFailsIsAnOutageWhateverTheServerThrows() {
    var transactions =
        transactions(
            work -> {
              work.execute();
              work.afterCompletion(Status.STATUS_ROLLEDBACK);
              throw new EJBException(new RollbackException("no reason given"));
            });
    assertThatThrownBy(() -> transactions.inNew(this::actAndRaise))
        .isInstanceOf(TemporarilyUnavailableException.class);
    assertThat(seen).containsExactly("written", "flush", "close");
  }

  @Test
  void aConstraintThatRefusesTheCommitIsAConflict() {
    var cause = new SQLIntegrityConstraintViolationException("duplicate", "23505");
    var transactions =
        transactions(
            work -> {
              work.execute();
              throw new EJBException(
                  (Exception) new RollbackException().initCause(new PersistenceException(cause)));
            });
    assertThatThrownBy(() -> transactions.inNew(this::actAndRaise))
        .isInstanceOf(ConstraintConflictException.class);
  }

  @Test
  void aDatabaseThatFailsWithinTheWorkIsAnOutageAndRollsBack() {
    var transactions = transactions(this::commit);
    assertThatThrownBy(
            () ->
                transactions.inNew(
                    tx -> {
                      throw new PersistenceException(new SQLException("connection reset"));
                    }))
        .isInstanceOf(TemporarilyUnavailableException.class);
    assertThat(seen).containsExactly("rollback", "close");
  }

  @Test
  void anExceptionOfTheWorkComesOutAsItIs() {
    var transactions = transactions(this::commit);
    var bug = new IllegalStateException("a bug");
    assertThatThrownBy(
            () ->
                transactions.inNew(
                    tx -> {
                      throw bug;
                    }))
        .isSameAs(bug);
    assertThat(seen).containsExactly("rollback", "close");
  }

  @Test
  void anActionThatFailsAfterTheCommitChangesNothing() {
    var transactions = transactions(this::commit);
    var result =
        transactions.inNew(
            tx -> {
              tx.afterCommit(
                  () -> {
                    throw new IllegalStateException("a bug");
                  });
              tx.raise(event());
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertThat(seen).endsWith("committed");
  }

  private Void actAndRaise(Tx tx) {
    tx.afterCommit(() -> seen.add("action"));
    tx.raise(event());
    return null;
  }

  private void commit(ServerTransaction.Work work) {
    boolean wanted = work.execute();
    seen.add(wanted ? "commit" : "rollback");
    work.afterCompletion(wanted ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK);
  }

  private JtaTransactions transactions(ServerTransaction server) {
    var em =
        (EntityManager)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {EntityManager.class},
                (proxy, method, args) -> {
                  seen.add(method.getName());
                  return null;
                });
    var factory =
        (EntityManagerFactory)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {EntityManagerFactory.class},
                (proxy, method, args) -> em);
    return new JtaTransactions(factory, server, recorder);
  }

  private static SecurityEvent event() {
    var details =
        new EventDetails(
            Instant.EPOCH, null, null, null, null, null, new ClientInfo("::1", null, "c"));
    var event = new SecurityEvent.LoggedOut(details);
    assertThat(event.action()).isEqualTo(AuditAction.LOGOUT);
    return event;
  }
}
