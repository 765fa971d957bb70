package dev.portcullis.factor;

import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorProof;
import dev.portcullis.FactorStatus;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SecurityEvent.SecondFactorEnrolled;
import dev.portcullis.SecurityEvent.SecondFactorSetUp;
import dev.portcullis.SecurityEvent.SecondFactorVerified;
import dev.portcullis.TotpSetup;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.Attempt;
import dev.portcullis.throttle.AttemptKind;
import dev.portcullis.throttle.AttemptLimiter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The second factors of accounts, within the caller's transaction: what there is, what is needed,
 * and the proof. All methods of an account share one counter of guesses, which no new session, no
 * new login and no other method begins anew (S37).
 */
public final class SecondFactors implements FactorPolicy {

  private final TwoFactorSettings settings;
  private final AccountDirectory directory;
  private final AttemptLimiter attempts;
  private final TotpFactor totp;
  private final RecoveryCodes recovery;
  private final CodeTargets targets;

  public SecondFactors(
      TwoFactorSettings settings,
      AccountDirectory directory,
      AttemptLimiter attempts,
      EncryptionKey key,
      RandomSource random,
      Clock clock) {
    this.settings = settings;
    this.directory = directory;
    this.attempts = attempts;
    this.totp = new TotpFactor(settings.totp(), key, random, clock);
    this.recovery = new RecoveryCodes(random, clock);
    this.targets = new CodeTargets(key, random, clock, new SentCodes(key, random, clock));
  }

  /** Whether there are second factors at all. */
  public boolean areEnabled() {
    return settings.enabled();
  }

  /** Whether what comes with every request does without one. */
  public boolean spareEveryRequest() {
    return settings.everyRequest();
  }

  @Override
  public Optional<FactorDemand> demand(Tx tx, AccountSnapshot account, Set<String> amr) {
    if (!settings.enabled() || amr.contains(MULTIPLE)) {
      return Optional.empty();
    }
    var enrolled = enrolled(tx, account.id());
    if (!enrolled.isEmpty()) {
      var methods = new ArrayList<>(enrolled);
      if (recovery.left(tx, account.id()) > 0) {
        methods.add(FactorMethod.RECOVERY);
      }
      return Optional.of(new FactorDemand(methods, preferred(enrolled), false));
    }
    return isRequired(account)
        ? Optional.of(new FactorDemand(allowed(), preferred(allowed()), true))
        : Optional.empty();
  }

  /** Whether the account has a factor in force. */
  public boolean isEnrolled(Tx tx, String accountId) {
    return settings.enabled() && !enrolled(tx, accountId).isEmpty();
  }

  /** In one order; what this application no longer has is nobody's. */
  private List<FactorMethod> enrolled(Tx tx, String accountId) {
    var sentTo = targets.active(tx, accountId);
    return allowed().stream()
        .filter(
            method ->
                method == FactorMethod.TOTP
                    ? totp.activeSince(tx, accountId).isPresent()
                    : sentTo.contains(method))
        .toList();
  }

  private List<FactorMethod> allowed() {
    if (!settings.enabled()) {
      return List.of();
    }
    var methods = new ArrayList<FactorMethod>(List.of(FactorMethod.TOTP));
    if (settings.sms() != null) {
      methods.add(FactorMethod.SMS);
    }
    if (settings.email() != null) {
      methods.add(FactorMethod.EMAIL);
    }
    return methods;
  }

  private FactorMethod preferred(List<FactorMethod> among) {
    return among.contains(settings.preferred()) ? settings.preferred() : among.get(0);
  }

  /** Whether the policy demands one of that account. */
  public boolean isRequired(AccountSnapshot account) {
    return settings.enabled()
        && (settings.requiredForAll()
            || account.roles().stream().anyMatch(settings.requiredForRoles()::contains));
  }

  public FactorStatus status(Tx tx, AccountSnapshot account) {
    var enrolled = settings.enabled() ? enrolled(tx, account.id()) : List.<FactorMethod>of();
    return new FactorStatus(
        enrolled,
        allowed(),
        enrolled.isEmpty() ? null : preferred(enrolled),
        isRequired(account),
        enrolled.isEmpty() ? 0 : recovery.left(tx, account.id()),
        enrolled.contains(FactorMethod.TOTP)
            ? totp.activeSince(tx, account.id()).map(Instant::ofEpochMilli).orElse(null)
            : null,
        sentTo(tx, account.id(), enrolled));
  }

  private Map<FactorMethod, String> sentTo(Tx tx, String accountId, List<FactorMethod> enrolled) {
    var shown = new EnumMap<FactorMethod, String>(FactorMethod.class);
    for (var method : enrolled) {
      targets
          .find(tx, accountId, method, true)
          .flatMap(targets::open)
          .ifPresent(target -> shown.put(method, Recipient.masked(method, target)));
    }
    return shown;
  }

  /** How a check of a code ended. */
  public enum Verdict {
    RIGHT,
    WRONG,
    BLOCKED
  }

  /**
   * Checks a factor in force and uses the code up. The guess is reserved first, and counts whatever
   * becomes of it, unless it is right (S36).
   *
   * @param occasion what it is asked for: a code that was sent counts in its own
   */
  public Verdict check(
      Tx tx, AccountSnapshot account, FactorProof proof, Occasion occasion, EventDetails details) {
    var id = account.id();
    return attempt(
        tx,
        account,
        proof.method(),
        details,
        () ->
            switch (proof.method()) {
              case TOTP -> totp.use(tx, id, proof.code());
              case RECOVERY -> isEnrolled(tx, id) && recovery.use(tx, id, proof.code());
              case SMS, EMAIL ->
                  allowed().contains(proof.method())
                      && targets.use(tx, id, proof.method(), occasion, proof.code());
              case PASSKEY -> false;
            });
  }

  /** Checks the first code of what was set up; with a right one it is in force. */
  public Verdict activate(
      Tx tx, AccountSnapshot account, FactorProof proof, Occasion occasion, EventDetails details) {
    var id = account.id();
    var method = proof.method();
    var verdict =
        attempt(
            tx,
            account,
            method,
            details,
            () ->
                switch (method) {
                  case TOTP -> totp.activate(tx, id, proof.code());
                  case SMS, EMAIL ->
                      allowed().contains(method)
                          && targets.activate(tx, id, method, occasion, proof.code());
                  case RECOVERY, PASSKEY -> false;
                });
    if (verdict == Verdict.RIGHT) {
      if (method == FactorMethod.TOTP) {
        // Those that were shown with the app; whoever enrols another method makes them after it.
        recovery.activate(tx, id);
      }
      directory.voidProofs(tx, id);
      tx.raise(new SecondFactorEnrolled(details, method));
    }
    return verdict;
  }

  private interface Check {
    boolean isRight();
  }

  private Verdict attempt(
      Tx tx, AccountSnapshot account, FactorMethod method, EventDetails details, Check check) {
    var attempt = attempts.reserve(tx, account.id(), AttemptKind.SECOND_FACTOR);
    if (!(attempt instanceof Attempt.Reserved)) {
      tx.raise(new SecondFactorVerified(details, method, RejectionReason.SECOND_FACTOR_LOCKED));
      return Verdict.BLOCKED;
    }
    if (!check.isRight()) {
      attempt.lockedBy(details).ifPresent(tx::raise);
      tx.raise(new SecondFactorVerified(details, method, RejectionReason.WRONG_CODE));
      return Verdict.WRONG;
    }
    attempts.forget(tx, account.id(), AttemptKind.SECOND_FACTOR);
    tx.raise(new SecondFactorVerified(details, method, null));
    return Verdict.RIGHT;
  }

  /** Sets an authenticator app up, with recovery codes; neither is in force yet. */
  public TotpSetup setUpTotp(Tx tx, AccountSnapshot account, EventDetails details) {
    var made = totp.setUp(tx, account.id(), account.username());
    var codes = recovery.make(tx, account.id(), false);
    tx.raise(new SecondFactorSetUp(details, FactorMethod.TOTP));
    return new TotpSetup(made.secret(), made.label().uri(), made.label().png(), codes);
  }

  /** Whether an app, an address or a number was set up that waits for its first code. */
  public boolean isSetUp(Tx tx, String accountId, FactorMethod method) {
    return method == FactorMethod.TOTP
        ? totp.isSetUp(tx, accountId)
        : targets.find(tx, accountId, method, false).isPresent();
  }

  /** Removes the one in force; with the last factor the recovery codes go, too. */
  public boolean remove(Tx tx, AccountSnapshot account, FactorMethod method, EventDetails details) {
    boolean removed =
        method == FactorMethod.TOTP
            ? totp.remove(tx, account.id())
            : targets.remove(tx, account.id(), method, true);
    if (!removed) {
      return false;
    }
    if (enrolled(tx, account.id()).isEmpty()) {
      recovery.removeAll(tx, account.id());
    }
    directory.voidProofs(tx, account.id());
    tx.raise(new SecurityEvent.SecondFactorRemoved(details, method));
    return true;
  }

  /** Whether the account would have none without that one. */
  public boolean isLast(Tx tx, AccountSnapshot account, FactorMethod method) {
    return enrolled(tx, account.id()).stream().allMatch(method::equals);
  }

  /** Ten new recovery codes in place of all before. */
  public List<Confidential> newRecoveryCodes(Tx tx, AccountSnapshot account, EventDetails details) {
    var codes = recovery.make(tx, account.id(), true);
    tx.raise(new SecurityEvent.RecoveryCodesGenerated(details));
    return codes;
  }

  /** Everything goes; the counter of guesses, too. */
  public void reset(Tx tx, AccountSnapshot account, EventDetails details) {
    var id = account.id();
    var had = new ArrayList<>(targets.active(tx, id));
    if (totp.activeSince(tx, id).isPresent()) {
      had.add(FactorMethod.TOTP);
    }
    totp.removeAll(tx, id);
    recovery.removeAll(tx, id);
    for (var method : List.of(FactorMethod.SMS, FactorMethod.EMAIL)) {
      boolean ignored = targets.remove(tx, id, method, true);
      boolean unused = targets.remove(tx, id, method, false);
    }
    attempts.forget(tx, id, AttemptKind.SECOND_FACTOR);
    directory.voidProofs(tx, id);
    for (var method : had) {
      tx.raise(new SecurityEvent.SecondFactorRemoved(details, method));
    }
  }
}
