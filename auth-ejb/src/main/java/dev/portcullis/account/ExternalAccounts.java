package dev.portcullis.account;

import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.SecurityEvent.AccountChanged;
import dev.portcullis.SecurityEvent.AccountCreated;
import dev.portcullis.crypto.Digests;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.AttemptKind;
import dev.portcullis.throttle.AttemptLimiter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of people whom a source outside knows, found by issuer and subject alone, never by
 * name or e-mail address (S11, S48). The principal's name is chosen when the account is made and
 * stays whatever the source says later (S83).
 */
public final class ExternalAccounts {

  /** An account and its identity. */
  public record Found(AccountSnapshot account, KnownIdentity identity) {}

  private static final int TRIES = 5;
  private static final String NOBODY = "";
  private static final int MOST_ISSUERS = 50;

  /** Its row, its roles, and its counter of attempts. */
  private static final int STATEMENTS_OF_AN_ACCOUNT = 3;

  private final Transactions transactions;
  private final AccountDirectory directory;
  private final AccountAccess access;
  private final AttemptLimiter attempts;
  private final RandomSource random;
  private final Clock clock;
  private final List<String> reservedPrefixes;

  /**
   * @param reservedPrefixes what the names of callers from token issuers begin with, in lower case:
   *     no account gets such a name (S83)
   */
  public ExternalAccounts(
      Transactions transactions,
      AccountDirectory directory,
      AccountAccess access,
      AttemptLimiter attempts,
      RandomSource random,
      Clock clock,
      List<String> reservedPrefixes) {
    this.transactions = transactions;
    this.directory = directory;
    this.access = access;
    this.attempts = attempts;
    this.random = random;
    this.clock = clock;
    this.reservedPrefixes = List.copyOf(reservedPrefixes);
  }

  /**
   * The account of that identity, made if there is none; of several that make it at the same time
   * one does, and all get the same. In transactions of its own.
   */
  public Found findOrCreate(ExternalIdentity identity, ClientInfo client) {
    for (int i = 1; i < TRIES; i++) {
      try {
        return attempt(identity, client);
      } catch (ConstraintConflictException somebodyWasFirst) {
        // It is there now, or the name is taken: look again.
      }
    }
    return attempt(identity, client);
  }

  private Found attempt(ExternalIdentity identity, ClientInfo client) {
    return transactions.inNew(
        tx ->
            find(tx, identity.issuer(), identity.subject())
                .orElseGet(() -> create(tx, identity, client)));
  }

  /** The account of that issuer and subject. */
  public Optional<Found> find(Tx tx, String issuer, String subject) {
    var row = tx.em().find(FederatedIdentity.class, key(issuer, subject));
    return row == null ? Optional.empty() : found(tx, row);
  }

  /** What {@link #find} costs for somebody, where there is nobody (S32). */
  public @Nullable Found findNobody(Tx tx, String issuer) {
    var nobody = find(tx, issuer, NOBODY);
    // In place of the account and its roles, which there is no reason to load.
    for (int i = 0; i < STATEMENTS_OF_AN_ACCOUNT; i++) {
      var unused = directory.byId(tx, NOBODY);
    }
    return nobody.orElse(null);
  }

  /** The identity that an account has at that issuer. */
  public Optional<Found> ofAccount(Tx tx, String issuer, String accountId) {
    return rowsOf(tx, accountId).stream()
        .filter(i -> i.issuer.equals(issuer))
        .findFirst()
        .flatMap(i -> found(tx, i));
  }

  /** Every identity of an account. */
  List<KnownIdentity> identitiesOf(Tx tx, String accountId) {
    return rowsOf(tx, accountId).stream().map(FederatedIdentity::known).toList();
  }

  static List<FederatedIdentity> rowsOf(Tx tx, String accountId) {
    return tx.em()
        .createQuery(
            "SELECT i FROM FederatedIdentity i WHERE i.accountId = :account",
            FederatedIdentity.class)
        .setParameter("account", accountId)
        .getResultList();
  }

  /** The issuers of which there are accounts: each is one look into an index, at most 50. */
  public List<String> issuers(Tx tx) {
    var issuers = new ArrayList<String>();
    var next = nextIssuer(tx, "");
    while (next.isPresent() && issuers.size() < MOST_ISSUERS) {
      issuers.add(next.get());
      next = nextIssuer(tx, next.get());
    }
    return issuers;
  }

  /** In the database's own order of texts, which need not be ours. */
  private static Optional<String> nextIssuer(Tx tx, String after) {
    return Optional.ofNullable(
        tx.em()
            .createQuery(
                "SELECT MIN(i.issuer) FROM FederatedIdentity i WHERE i.issuer > :after",
                String.class)
            .setParameter("after", after)
            .getSingleResult());
  }

  private Optional<Found> found(Tx tx, FederatedIdentity row) {
    return directory.byId(tx, row.accountId).map(account -> new Found(account, row.known()));
  }

  private Found create(Tx tx, ExternalIdentity identity, ClientInfo client) {
    var now = clock.instant();
    var account = new Account(random.id(), freeName(tx, identity), now);
    copy(identity, account);
    account.roles.addAll(identity.roles());
    tx.em().persist(account);
    attempts.open(tx, account.id, AttemptKind.PASSWORD);
    attempts.open(tx, account.id, AttemptKind.SECOND_FACTOR);
    var row = FederatedIdentity.of(identity, account.id, now);
    tx.em().persist(row);
    tx.raise(new AccountCreated(details(account, identity.issuer(), client)));
    return new Found(account.snapshot(), row.known());
  }

  /** Its own, else {@code provider:subject}, else one that nobody can choose (S83). */
  private Username freeName(Tx tx, ExternalIdentity identity) {
    var last =
        identity.provider() + ":" + key(identity.issuer(), identity.subject()).substring(0, 32);
    return Stream.of(identity.username(), identity.provider() + ":" + identity.subject(), last)
        .flatMap(name -> Username.parse(name).stream())
        .filter(name -> reservedPrefixes.stream().noneMatch(name::beginsWith))
        .filter(name -> directory.rowNamed(tx, name.text()).isEmpty())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Every name of an identity is taken"));
  }

  /**
   * The source confirmed the identity: what it says now is taken over. Whatever was granted under
   * other roles or another password ends (S19). An identity that was linked to the account says
   * nothing of its roles and fields: those are where the account comes from.
   *
   * @param mark of the password at the source, or null to leave what is kept of it as it is
   * @param hash of that password, to be used as long as the mark is the same; null for none
   * @return the account as it is now
   */
  public Found confirm(
      Tx tx,
      KnownIdentity known,
      ExternalIdentity identity,
      @Nullable String mark,
      @Nullable String hash,
      ClientInfo client) {
    hold(tx, known.accountId());
    var account = directory.rowOf(tx, known.accountId()).orElseThrow();
    var row = row(tx, known);
    if (row.linked) {
      return confirmLinked(tx, account, row, identity);
    }
    var changed = new TreeSet<String>();
    // Nothing was granted to whoever never signed in.
    boolean hadAccess = !account.disabled && account.lastLoginAt != null;
    if (row.gone) {
      row.gone = false;
      account.disabled = false;
      changed.add("enabled");
    }
    if (!account.roles.equals(identity.roles())) {
      account.roles.retainAll(identity.roles());
      account.roles.addAll(identity.roles());
      changed.add("roles");
    }
    if (mark != null) {
      if (row.credentialMark != null && differs(row.credentialMark, mark)) {
        changed.add("password");
      }
      row.credentialMark = mark;
      row.passwordHash = hash;
    }
    copy(identity, account);
    row.loginName = identity.username();
    row.checkedAt = clock.millis();
    row.verifiedAt = row.checkedAt;
    if (!changed.isEmpty()) {
      endGranted(tx, account, known.issuer(), changed, hadAccess, client);
    }
    tx.em().flush();
    return new Found(account.snapshot(), row.known());
  }

  /** {@link #confirm} by a source that keeps no passwords and says nothing of roles. */
  public Found confirmWithoutRoles(
      Tx tx, KnownIdentity known, ExternalIdentity identity, ClientInfo client) {
    hold(tx, known.accountId());
    var roles = directory.byId(tx, known.accountId()).orElseThrow().roles();
    return confirm(tx, known, identity.withRoles(roles), null, null, client);
  }

  private Found confirmLinked(
      Tx tx, Account account, FederatedIdentity row, ExternalIdentity identity) {
    row.loginName = identity.username();
    row.checkedAt = clock.millis();
    row.verifiedAt = row.checkedAt;
    tx.em().flush();
    return new Found(account.snapshot(), row.known());
  }

  /** The source no longer has it, or has another password: everything granted ends (S24). */
  public void end(Tx tx, KnownIdentity known, boolean gone, ClientInfo client) {
    hold(tx, known.accountId());
    var account = directory.rowOf(tx, known.accountId()).orElseThrow();
    var row = row(tx, known);
    row.checkedAt = clock.millis();
    row.verifiedAt = row.checkedAt;
    if (!gone) {
      // Not proven since: the next login takes what the source has then.
      row.credentialMark = null;
      row.passwordHash = null;
      endGranted(tx, account, known.issuer(), Set.of("password"), true, client);
    } else if (!account.disabled) {
      row.gone = true;
      account.disabled = true;
      endGranted(tx, account, known.issuer(), Set.of("disabled"), true, client);
    }
  }

  /**
   * An administrator decided whether the account is disabled: from now on that is theirs to take
   * back, and no longer follows from the source.
   */
  static void settle(Tx tx, String accountId) {
    var unused =
        tx.em()
            .createQuery("UPDATE FederatedIdentity i SET i.gone = :no WHERE i.accountId = :id")
            .setParameter("no", false)
            .setParameter("id", accountId)
            .executeUpdate();
  }

  /** Replaces what is kept of the password, without ending anything. */
  public void keep(Tx tx, KnownIdentity known, String mark, String hash) {
    var row = row(tx, known);
    row.credentialMark = mark;
    row.passwordHash = hash;
  }

  /** Takes the turn to ask the source; of several at the same time, one gets true. */
  boolean claim(Tx tx, KnownIdentity known, long checkedAt) {
    return tx.em()
            .createQuery(
                "UPDATE FederatedIdentity i SET i.checkedAt = :now"
                    + " WHERE i.key = :key AND i.checkedAt = :before")
            .setParameter("now", checkedAt)
            .setParameter("key", known.key())
            .setParameter("before", known.checkedAt())
            .executeUpdate()
        == 1;
  }

  /** Accounts with sessions or API tokens whose source was last asked at that time or before. */
  // Not with EXISTS: EclipseLink writes the values into such a query, false as 0, which fails.
  List<String> dueAccounts(Tx tx, String issuer, long checkedAt, int most) {
    return tx.em()
        .createQuery(
            "SELECT i.accountId FROM FederatedIdentity i WHERE i.issuer = :issuer"
                + " AND i.gone = :no AND i.checkedAt <= :due"
                + " AND (i.accountId IN (SELECT s.accountId FROM Session s)"
                + " OR i.accountId IN (SELECT t.accountId FROM ApiToken t))"
                + " ORDER BY i.checkedAt",
            String.class)
        .setParameter("issuer", issuer)
        .setParameter("no", false)
        .setParameter("due", checkedAt)
        .setMaxResults(most)
        .getResultList();
  }

  /** Whether two marks tell of two values; those made with different keys tell nothing. */
  static boolean differs(String one, String other) {
    return !one.equals(other) && keyId(one).equals(keyId(other));
  }

  private static String keyId(String mark) {
    return mark.substring(0, Math.max(0, mark.indexOf('.')));
  }

  private void endGranted(
      Tx tx,
      Account account,
      String issuer,
      Set<String> changed,
      boolean hadAccess,
      ClientInfo client) {
    account.securityVersion++;
    account.changedAt = clock.millis();
    var details = details(account, issuer, client);
    tx.raise(new AccountChanged(details, String.join(",", changed)));
    if (hadAccess) {
      access.endAll(tx, account.id, details);
    }
  }

  /** Nothing that the rules here do not accept; it is shown to others. */
  private static void copy(ExternalIdentity identity, Account account) {
    if (AccountRules.email(identity.email()).isEmpty()) {
      account.email = identity.email();
    }
    if (identity.name() != null && AccountRules.name(identity.name()).isEmpty()) {
      account.name = identity.name();
    }
    if (identity.picture() != null) {
      account.picture = identity.picture();
    }
  }

  private void hold(Tx tx, String accountId) {
    var unused =
        tx.em()
            .createQuery("UPDATE Account a SET a.changedAt = :now WHERE a.id = :id")
            .setParameter("now", clock.millis())
            .setParameter("id", accountId)
            .executeUpdate();
  }

  /** Unlinked meanwhile, and perhaps another's by now, it proves nothing of this account. */
  private static FederatedIdentity row(Tx tx, KnownIdentity known) {
    var row = tx.em().find(FederatedIdentity.class, known.key());
    if (row == null || !row.accountId.equals(known.accountId())) {
      throw new IllegalStateException("An identity is gone from auth_federated_identity");
    }
    tx.em().refresh(row);
    return row;
  }

  /** The lengths keep two pairs apart whose joined texts are the same. */
  static String key(String issuer, String subject) {
    var text = issuer.length() + ":" + issuer + subject;
    return Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  private EventDetails details(Account account, String issuer, ClientInfo client) {
    var provider = issuer.length() > 64 ? issuer.substring(0, 64) : issuer;
    return new EventDetails(
        clock.instant(), account.id, account.username, null, null, provider, client);
  }
}
