package dev.portcullis.login;

import dev.portcullis.AccountOutcome;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.SetupService;
import dev.portcullis.account.AccountCreation;
import dev.portcullis.account.Administrators;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import java.util.Optional;
import java.util.Set;

/** Makes the first administrator out of a set-up link (S85). */
public final class SetupServiceImpl implements SetupService {

  private static final AccountOutcome CLOSED = new AccountOutcome.Conflict("setup.closed");

  private final Transactions transactions;
  private final SetupLinks links;
  private final Administrators administrators;
  private final AccountCreation creation;

  public SetupServiceImpl(
      Transactions transactions,
      SetupLinks links,
      Administrators administrators,
      AccountCreation creation) {
    this.transactions = transactions;
    this.links = links;
    this.administrators = administrators;
    this.creation = creation;
  }

  @Override
  public boolean isOpen(Confidential linkSecret) {
    return open(linkSecret).isPresent();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Conflicts: {@code setup.closed} where the link is unknown, used or expired, or there is an
   * administrator; {@code username.taken} where an account has the bootstrap name already.
   */
  @Override
  public AccountOutcome complete(
      Confidential linkSecret, Confidential password, ClientInfo client) {
    var link = open(linkSecret).orElse(null);
    var username = links.bootstrapUsername();
    if (link == null || username == null) {
      return CLOSED;
    }
    var account = new NewAccount(username, null, null, Set.of(administrators.role()), password);
    var problems = creation.problems(account);
    if (!problems.isEmpty()) {
      return new AccountOutcome.Refused(problems);
    }
    var hash = creation.hash(account);
    try {
      return transactions.<AccountOutcome>inNew(
          tx -> {
            administrators.lock(tx);
            if (administrators.exist(tx) || !links.use(tx, link)) {
              return CLOSED;
            }
            return new AccountOutcome.Done(creation.insert(tx, account, hash, client).toInfo());
          });
    } catch (ConstraintConflictException taken) {
      return new AccountOutcome.Conflict("username.taken");
    }
  }

  /** The link, if it would serve now; asked before a password is hashed for it. */
  private Optional<OpaqueToken> open(Confidential linkSecret) {
    return OpaqueToken.parse(OpaqueToken.Kind.SETUP_LINK, linkSecret)
        .filter(link -> transactions.<Boolean>inNew(tx -> links.isOpen(tx, link)));
  }
}
