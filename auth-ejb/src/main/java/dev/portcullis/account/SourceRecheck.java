package dev.portcullis.account;

import dev.portcullis.ClientInfo;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.account.IdentitySource.Answer;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the sources again, every {@code sessions.recheck_source}, whether those who are signed in
 * still may be (S24, S38): in the background, when a session, an API token or a remembered password
 * is read that is due all the same, and when tokens are refreshed. Nodes take turns by one
 * conditional update.
 *
 * <p>While a source does not answer sessions go on for {@code sessions.recheck_grace}, and are then
 * answered 503 (S74).
 */
public final class SourceRecheck implements Runnable {

  private static final Duration REFRESH_AGE = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final int BATCH = 200;

  private final Transactions transactions;
  private final ExternalAccounts accounts;
  private final Map<String, IdentitySource> sources;
  private final SessionSource sessions;
  private final Duration interval;
  private final Duration grace;
  private final RandomSource random;
  private final Clock clock;

  /**
   * @param sources those that are configured; with none nothing is ever asked
   * @param sessions who is asked about single sessions
   */
  public SourceRecheck(
      Transactions transactions,
      ExternalAccounts accounts,
      List<IdentitySource> sources,
      SessionSource sessions,
      SessionSettings settings,
      RandomSource random,
      Clock clock) {
    this.transactions = transactions;
    this.accounts = accounts;
    this.sources =
        sources.stream().collect(Collectors.toMap(IdentitySource::issuer, Function.identity()));
    this.sessions = sessions;
    this.interval = settings.recheckSource();
    this.grace = settings.recheckGrace();
    this.random = random;
    this.clock = clock;
  }

  /** The same with sources of accounts alone. */
  public SourceRecheck(
      Transactions transactions,
      ExternalAccounts accounts,
      List<IdentitySource> sources,
      SessionSettings settings,
      RandomSource random,
      Clock clock) {
    this(transactions, accounts, sources, SessionSource.NONE, settings, random, clock);
  }

  /** How often the background looks for what is due. */
  public Duration pause() {
    var tenth = interval.dividedBy(10);
    return tenth.compareTo(Duration.ofSeconds(30)) < 0 ? tenth : Duration.ofSeconds(30);
  }

  /**
   * Makes sure that an account's sources confirmed it within the interval. What a source no longer
   * grants has ended when this returns.
   *
   * @return whether a source was asked: then what was read of the account before is old
   * @throws TemporarilyUnavailableException if one did not answer for longer than the grace
   */
  public boolean ensure(String accountId) {
    return ensure(accountId, source -> new Question(interval, false));
  }

  /**
   * The same before tokens are refreshed, where a source is asked anew each time.
   *
   * @throws TemporarilyUnavailableException also if one did not answer whose fresh word is needed
   */
  public boolean ensureForRefresh(String accountId) {
    var recent = interval.compareTo(REFRESH_AGE) < 0 ? interval : REFRESH_AGE;
    return ensure(
        accountId,
        source ->
            source.isAskedAtEveryRefresh()
                ? new Question(Duration.ZERO, true)
                : new Question(recent, false));
  }

  /**
   * Makes sure that the provider of a session confirmed it within the interval.
   *
   * @param providerSession what the provider knows it by, or null
   * @return whether it was asked: then what was read of the session before is old
   * @throws TemporarilyUnavailableException if it did not answer for longer than the grace
   */
  public boolean ensureSession(@Nullable String providerSession) {
    return providerSession != null && sessions.ensure(providerSession, interval);
  }

  /** The same before tokens are refreshed: what it said a minute ago serves. */
  public boolean ensureSessionForRefresh(String providerSession) {
    return sessions.ensure(
        providerSession, interval.compareTo(REFRESH_AGE) < 0 ? interval : REFRESH_AGE);
  }

  /**
   * Asks the sources of accounts with sessions or API tokens. One that does not answer is left for
   * the next time; the others are asked all the same.
   */
  @Override
  public void run() {
    TemporarilyUnavailableException away = null;
    for (var source : sources.values()) {
      try {
        askAll(source);
      } catch (TemporarilyUnavailableException e) {
        away = e;
      }
    }
    if (away != null) {
      throw away;
    }
  }

  private void askAll(IdentitySource source) {
    List<String> due;
    do {
      var before = clock.millis() - interval.toMillis();
      due = transactions.inNew(tx -> accounts.dueAccounts(tx, source.issuer(), before, BATCH));
      for (var accountId : due) {
        for (var known : identities(accountId)) {
          if (known.issuer().equals(source.issuer())) {
            check(source, known, new Question(interval, true));
          }
        }
      }
    } while (due.size() == BATCH);
  }

  /**
   * @param age how long ago a source may have confirmed
   * @param strict whether one that does not answer is told of at once
   */
  private record Question(Duration age, boolean strict) {}

  private boolean ensure(String accountId, Function<IdentitySource, Question> question) {
    boolean asked = false;
    for (var known : identities(accountId)) {
      var source = sources.get(known.issuer());
      if (source != null) {
        asked |= check(source, known, question.apply(source));
      }
    }
    return asked;
  }

  private List<KnownIdentity> identities(String accountId) {
    return sources.isEmpty()
        ? List.of()
        : transactions.inNew(tx -> accounts.identitiesOf(tx, accountId));
  }

  private boolean check(IdentitySource source, KnownIdentity known, Question question) {
    if (known.gone()) {
      return false;
    }
    long now = clock.millis();
    boolean overdue = now - known.verifiedAt() > interval.plus(grace).toMillis();
    if (now - known.checkedAt() < question.age().toMillis()) {
      if (overdue) {
        throw unconfirmed(null);
      }
      return false;
    }
    // Whoever comes second goes on with what was confirmed before, unless that is too long ago.
    boolean first = transactions.inNew(tx -> accounts.claim(tx, known, now));
    if (!first && !overdue && !question.strict()) {
      return false;
    }
    try {
      apply(known, source.ask(known));
      return true;
    } catch (TemporarilyUnavailableException e) {
      soonAgain(known, now);
      if (question.strict() || overdue) {
        throw question.strict() ? e : unconfirmed(e);
      }
      return false;
    }
  }

  private void apply(KnownIdentity known, Answer answer) {
    var client = new ClientInfo("127.0.0.1", null, random.id());
    transactions.inNew(
        tx -> {
          var now = accounts.ofAccount(tx, known.issuer(), known.accountId()).orElse(null);
          if (now == null) {
            return false;
          }
          return answer.fold(
              present -> {
                boolean changed =
                    now.identity().mark() != null
                        && present.mark() != null
                        && ExternalAccounts.differs(now.identity().mark(), present.mark());
                if (changed && !isNewer(now.identity(), known)) {
                  accounts.end(tx, now.identity(), false, client);
                }
                var unused =
                    accounts.confirm(tx, now.identity(), present.identity(), null, null, client);
                return true;
              },
              () -> {
                accounts.end(tx, now.identity(), true, client);
                return true;
              });
        });
  }

  /** Somebody signed in while the source was asked: what it said then is newer. */
  private static boolean isNewer(KnownIdentity now, KnownIdentity known) {
    return now.mark() != null && !now.mark().equals(known.mark());
  }

  private void soonAgain(KnownIdentity known, long askedAt) {
    var retry = RETRY.compareTo(interval) < 0 ? RETRY : interval;
    var claimed =
        new KnownIdentity(
            known.key(),
            known.issuer(),
            known.subject(),
            known.accountId(),
            known.loginName(),
            known.mark(),
            known.passwordHash(),
            known.gone(),
            askedAt,
            known.verifiedAt());
    var unused =
        transactions.inNew(
            tx -> accounts.claim(tx, claimed, askedAt - interval.minus(retry).toMillis()));
  }

  private static TemporarilyUnavailableException unconfirmed(@Nullable Throwable cause) {
    return new TemporarilyUnavailableException(
        "The source of the account did not confirm it for longer than auth.sessions.recheck_grace",
        RETRY_AFTER,
        cause);
  }
}
