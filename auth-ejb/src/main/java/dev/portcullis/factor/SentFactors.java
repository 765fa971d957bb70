package dev.portcullis.factor;

import dev.portcullis.CodeOutcome;
import dev.portcullis.EventDetails;
import dev.portcullis.FactorMethod;
import dev.portcullis.SecurityEvent.SecondFactorCodeSent;
import dev.portcullis.SecurityEvent.SecondFactorSetUp;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.delivery.CodeCarrier;
import dev.portcullis.delivery.CodeMessage;
import dev.portcullis.delivery.Delivery;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.SendingLimiter;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Sending codes, in three steps: within a transaction one is made and its sending counted, without
 * one it is sent, and within another it is brought into force, or forgotten where it was not sent.
 * So no transaction waits for a mail server, and what was sent before counts until something newer
 * was.
 */
public final class SentFactors {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.factor");

  /** What is to be done next. Closed. */
  public sealed interface Prepared {

    /**
     * To be sent.
     *
     * @param codeId the code's row
     * @param shownTo where to, as far as it may be shown
     */
    record Parcel(String codeId, FactorMethod method, CodeMessage message, String shownTo)
        implements Prepared {}

    /** Nothing: it ended already. */
    record Over(CodeOutcome outcome) implements Prepared {}

    /** Handles every case. */
    default <R> R fold(Function<Parcel, R> parcel, Function<Over, R> over) {
      return this instanceof Parcel p ? parcel.apply(p) : over.apply((Over) this);
    }
  }

  private final TwoFactorSettings settings;
  private final CodeTargets targets;
  private final SentCodes codes;
  private final SendingLimiter limiter;
  private final Map<FactorMethod, CodeCarrier> carriers;

  /**
   * @param carriers of those methods that the settings have
   */
  public SentFactors(
      TwoFactorSettings settings,
      SendingLimiter limiter,
      Map<FactorMethod, CodeCarrier> carriers,
      EncryptionKey key,
      RandomSource random,
      Clock clock) {
    this.settings = settings;
    this.limiter = limiter;
    this.carriers = Map.copyOf(carriers);
    this.codes = new SentCodes(key, random, clock);
    this.targets = new CodeTargets(key, random, clock, codes);
  }

  /** Whether codes go that way in this application. */
  public boolean has(FactorMethod method) {
    return carriers.containsKey(method);
  }

  /** Makes a code for where the account has them sent; its row is held by the caller. */
  public Prepared prepare(
      Tx tx,
      String accountId,
      FactorMethod method,
      Occasion occasion,
      Locale language,
      EventDetails details) {
    var target = targets.find(tx, accountId, method, true).orElse(null);
    var to = target == null ? null : targets.open(target).orElse(null);
    return target == null || to == null
        ? new Prepared.Over(new CodeOutcome.NotPossible("factor.none"))
        : make(tx, target, to, occasion, language, details);
  }

  /** Sets an address or a number up, and makes its first code; the same once more is sent anew. */
  public Prepared setUp(
      Tx tx,
      String accountId,
      FactorMethod method,
      String typed,
      Occasion occasion,
      Locale language,
      EventDetails details) {
    var recipient = Recipient.of(method, typed, settings.sms());
    if (recipient instanceof Recipient.Bad bad) {
      return new Prepared.Over(new CodeOutcome.NotPossible(bad.reason()));
    }
    var to = ((Recipient.Normal) recipient).text();
    var target = targets.setUp(tx, accountId, method, to);
    tx.raise(new SecondFactorSetUp(details, method));
    return make(tx, target, to, occasion, language, details);
  }

  private Prepared make(
      Tx tx,
      CodeTarget target,
      String to,
      Occasion occasion,
      Locale language,
      EventDetails details) {
    var wait =
        limiter.reserve(
            tx,
            to.toLowerCase(Locale.ROOT),
            target.active,
            target.accountId,
            details.client().address());
    if (wait.isPresent()) {
      tx.raise(new SecondFactorCodeSent(details, target.method, "too_many_requests"));
      return new Prepared.Over(new CodeOutcome.TooMany(wait.get()));
    }
    var made = codes.make(tx, occasion, target);
    return new Prepared.Parcel(
        made.id(),
        target.method,
        new CodeMessage(to, made.code(), SentCodes.LIFE, !target.active, language),
        Recipient.masked(target.method, to));
  }

  /** Sends it, without a transaction. */
  public Delivery deliver(Prepared.Parcel parcel) {
    var carrier = carriers.get(parcel.method());
    if (carrier == null) {
      throw new IllegalArgumentException("Nothing carries codes by " + parcel.method());
    }
    try {
      return carrier.carry(parcel.message());
    } catch (RuntimeException e) {
      // A carrier that breaks is one that did not send; its message may quote what it carried.
      return new Delivery.Refused(e.getClass().getSimpleName(), false);
    }
  }

  /** Brings what was sent into force, and forgets what was not. */
  public CodeOutcome settle(
      Tx tx, Prepared.Parcel parcel, Delivery delivery, EventDetails details) {
    return delivery.fold(
        () -> accepted(tx, parcel, details), refused -> refused(tx, parcel, refused, details));
  }

  private CodeOutcome accepted(Tx tx, Prepared.Parcel parcel, EventDetails details) {
    if (!codes.bringIntoForce(tx, parcel.codeId())) {
      // Where it went to was changed meanwhile, and the code went with that.
      return new CodeOutcome.NotPossible("factor.none");
    }
    tx.raise(new SecondFactorCodeSent(details, parcel.method(), null));
    return new CodeOutcome.Sent(parcel.shownTo(), parcel.message().validFor());
  }

  private CodeOutcome refused(
      Tx tx, Prepared.Parcel parcel, Delivery.Refused refused, EventDetails details) {
    boolean ignored = codes.remove(tx, parcel.codeId());
    var failure = refused.recipient() ? "recipient_refused" : "not_sent";
    tx.raise(new SecondFactorCodeSent(details, parcel.method(), failure));
    LOG.log(
        refused.recipient() ? Level.INFO : Level.WARNING,
        "A code by {0} was not sent: {1}",
        parcel.method().wireName(),
        refused.reason());
    return new CodeOutcome.NotSent(refused.recipient());
  }

  /** Removes codes and counts that are over, in small transactions of their own. */
  public int cleanUp(Transactions transactions) {
    return codes.cleanUp(transactions) + limiter.cleanUp();
  }
}
