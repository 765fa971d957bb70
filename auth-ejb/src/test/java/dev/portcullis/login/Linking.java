package dev.portcullis.login;

import static dev.portcullis.testing.PlaceServer.CLIENT;

import dev.portcullis.EventDetails;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.account.AccountAccess;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.LinkedIdentities;
import dev.portcullis.account.LinkedIdentities.Item;
import dev.portcullis.account.LinkedIdentities.Result;
import dev.portcullis.account.LinkedIdentities.WaysIn;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Links and unlinks as the domain does it, where nobody can sign in with a password. */
public final class Linking {

  /** Whoever tests this looks at sessions elsewhere. */
  private enum NoSessions implements AccountAccess {
    INSTANCE;

    @Override
    public void endAll(Tx tx, String accountId, EventDetails details) {}

    @Override
    public void endSessions(Tx tx, String accountId, EventDetails details) {}

    @Override
    public void endAllExcept(Tx tx, String accountId, String kept, EventDetails details) {}
  }

  private final Transactions transactions;
  private final AccountDirectory directory = new AccountDirectory();
  private final LinkedIdentities identities;
  private final Clock clock;

  public Linking(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
    this.identities =
        new LinkedIdentities(
            directory,
            NoSessions.INSTANCE,
            new WaysIn(false, Set.of("hub", "corp")),
            issuer -> false,
            clock);
  }

  public static ExternalIdentity identity(String issuer, String subject) {
    return new ExternalIdentity(issuer, subject, issuer, "ann", null, null, Set.of());
  }

  private Result holding(String accountId, Function<Tx, Result> work) {
    return transactions.inNew(
        tx -> {
          if (!directory.hold(tx, accountId)) {
            throw new IllegalStateException("There is no such account");
          }
          return work.apply(tx);
        });
  }

  public Result link(String accountId, ExternalIdentity identity) {
    try {
      return holding(accountId, tx -> identities.link(tx, accountId, identity));
    } catch (ConstraintConflictException somebodyWasFirst) {
      return holding(accountId, tx -> identities.link(tx, accountId, identity));
    }
  }

  public Result unlink(String accountId, String issuer) {
    var details = EventDetails.of(clock.instant(), null, CLIENT);
    return holding(accountId, tx -> identities.unlink(tx, accountId, issuer, "kept", details));
  }

  List<Item> of(String accountId) {
    return transactions.inNew(tx -> identities.of(tx, accountId));
  }

  /** Takes it away, way in or not. */
  void forget(String accountId, String issuer) {
    int ignored =
        transactions.<Integer>inNew(
            tx ->
                tx.em()
                    .createQuery(
                        "DELETE FROM FederatedIdentity i"
                            + " WHERE i.accountId = :id AND i.issuer = :issuer")
                    .setParameter("id", accountId)
                    .setParameter("issuer", issuer)
                    .executeUpdate());
  }
}
