package dev.portcullis.source;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.account.ExternalAccounts.Found;
import dev.portcullis.account.GuessAllowance;
import dev.portcullis.account.PasswordProof.Result;
import dev.portcullis.account.SourcePasswords;
import dev.portcullis.config.UserSourceSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.password.LegacyHash;
import dev.portcullis.password.LegacyHashes;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.store.Transactions;
import dev.portcullis.throttle.Attempt;
import dev.portcullis.throttle.AttemptKind;
import dev.portcullis.throttle.AttemptLimiter;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the password of a user of the application's own table, in the steps of a local one: find
 * the user at the source and the account here, reserve an attempt (S36), compute one argon2id
 * (S32), judge. A better hash is kept of a password that was proven, and serves as long as the
 * source's value is the same.
 *
 * <p>The account is made at the first attempt for a user whom the source has, so that its guesses
 * are counted.
 */
public final class SourceProof implements SourcePasswords {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.source");

  /** Who is to be proven; every part is null where the source has nobody. */
  private record Candidate(@Nullable SourceUser user, @Nullable Found found, Attempt attempt) {}

  private final UserSource source;
  private final UserSourceSettings settings;
  private final Transactions transactions;
  private final ExternalAccounts accounts;
  private final AttemptLimiter attempts;
  private final PasswordHasher hasher;
  private final LegacyHashes formats;
  private final RandomSource random;

  public SourceProof(
      UserSource source,
      UserSourceSettings settings,
      Transactions transactions,
      ExternalAccounts accounts,
      AttemptLimiter attempts,
      PasswordHasher hasher,
      RandomSource random) {
    this.source = source;
    this.settings = settings;
    this.transactions = transactions;
    this.accounts = accounts;
    this.attempts = attempts;
    this.hasher = hasher;
    this.formats = new LegacyHashes(settings.format(), settings.digest());
    this.random = random;
  }

  /** Whether the source has somebody of that name. */
  public boolean knows(String username) {
    return source.find(username).isPresent();
  }

  /**
   * Checks the password of whoever has that name at the source.
   *
   * @param username as typed
   */
  public Result byUsername(String username, Confidential password, GuessAllowance allowance) {
    return prove(source.find(username).orElse(null), password, allowance);
  }

  @Override
  public String provider() {
    return UserSourceSettings.PROVIDER;
  }

  @Override
  public boolean keeps(String accountId) {
    return known(accountId).isPresent();
  }

  @Override
  public boolean isReadOnly() {
    return settings.updateSql() == null;
  }

  @Override
  public Result prove(String accountId, Confidential password) {
    return prove(userOf(accountId).orElse(null), password, GuessAllowance.NONE);
  }

  @Override
  public Optional<Written> write(String accountId, Confidential replacement) {
    var known = known(accountId).orElseThrow().identity();
    var user = userOf(accountId).orElse(null);
    if (user == null || !user.mark().equals(known.mark())) {
      return Optional.empty();
    }
    var format = formatOf(user).orElse(null);
    if (format == null || !format.isWhole(replacement)) {
      return Optional.empty();
    }
    var ours = hasher.hash(replacement);
    var stored = hasher.encode(format, replacement);
    if (!source.write(user, stored)) {
      return Optional.empty();
    }
    var salt = stored.salt() == null && user.salt() != null ? user.salt().reveal() : stored.salt();
    var mark = source.mark(known.subject(), stored.value(), salt);
    return Optional.of(tx -> accounts.keep(tx, known, mark, ours));
  }

  private Optional<Found> known(String accountId) {
    return transactions.<Optional<Found>>inNew(
        tx -> accounts.ofAccount(tx, source.issuer(), accountId));
  }

  private Optional<SourceUser> userOf(String accountId) {
    return known(accountId)
        .flatMap(
            found ->
                source
                    .find(found.identity().loginName())
                    .filter(u -> u.identity().subject().equals(found.identity().subject())));
  }

  private Result prove(@Nullable SourceUser user, Confidential password, GuessAllowance allowance) {
    var candidate = reserve(user, allowance);
    var verification = givingBack(candidate, () -> verify(candidate, password));
    return judge(candidate, verification);
  }

  /** The same statements whether the source has the user or not. */
  private Candidate reserve(@Nullable SourceUser user, GuessAllowance allowance) {
    var found =
        user == null
            ? transactions.<Found>inNew(tx -> accounts.findNobody(tx, source.issuer()))
            : accounts.findOrCreate(user.identity(), client());
    var account = found == null ? null : found.account();
    var attempt = transactions.<Attempt>inNew(tx -> allowance.reserve(tx, attempts, account));
    return new Candidate(user, found, attempt);
  }

  private PasswordHasher.Verification verify(Candidate candidate, Confidential password) {
    var user = candidate.user;
    var found = candidate.found;
    if (user == null || found == null || !candidate.attempt.isGranted()) {
      return hasher.verify(null, password);
    }
    var kept = found.identity().passwordHash();
    if (kept != null && user.mark().equals(found.identity().mark())) {
      var verification = hasher.verify(kept, password);
      return verification.matches() && verification.replacement() == null
          ? new PasswordHasher.Verification(true, kept)
          : verification;
    }
    return formatOf(user)
        .map(format -> hasher.verifyForeign(format, password))
        .orElseGet(() -> hasher.verify(null, password));
  }

  private Optional<LegacyHash> formatOf(SourceUser user) {
    var salt = user.salt() == null ? null : user.salt().reveal();
    var format = formats.parse(user.stored().reveal(), salt);
    if (format.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "A password in the application''s user table is not of the form {0}, or beyond its"
              + " bounds; that user cannot sign in",
          settings.format());
    }
    return format;
  }

  private <T> T givingBack(Candidate candidate, Supplier<T> work) {
    try {
      return work.get();
    } catch (TemporarilyUnavailableException e) {
      if (candidate.found != null && candidate.attempt instanceof Attempt.Reserved reserved) {
        var id = candidate.found.account().id();
        transactions.inNew(
            tx -> {
              attempts.giveBack(tx, id, AttemptKind.PASSWORD, reserved);
              return true;
            });
      }
      throw e;
    }
  }

  private Result judge(Candidate candidate, PasswordHasher.Verification verification) {
    var user = candidate.user;
    var found = candidate.found;
    if (user == null || found == null) {
      return new Result.Refused(null, RejectionReason.UNKNOWN_ACCOUNT, candidate.attempt);
    }
    AccountSnapshot account = found.account();
    if (candidate.attempt instanceof Attempt.Blocked blocked) {
      return new Result.Refused(account, blocked.reason(), blocked);
    }
    if (!verification.matches()) {
      return new Result.Refused(account, RejectionReason.WRONG_PASSWORD, candidate.attempt);
    }
    if (account.disabled() && !found.identity().gone()) {
      return new Result.Refused(account, RejectionReason.DISABLED, candidate.attempt);
    }
    var now =
        transactions.<Found>inNew(
            tx ->
                accounts.confirm(
                    tx,
                    found.identity(),
                    user.identity(),
                    user.mark(),
                    verification.replacement(),
                    client()));
    return new Result.Proven(now.account());
  }

  /** What happens here follows from the source; who asked is in the event of the login. */
  private ClientInfo client() {
    return new ClientInfo("127.0.0.1", null, random.id());
  }
}
