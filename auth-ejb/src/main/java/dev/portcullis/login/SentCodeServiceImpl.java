package dev.portcullis.login;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.CodeOutcome;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorOutcome.Done;
import dev.portcullis.FactorOutcome.NotPossible;
import dev.portcullis.FactorProof;
import dev.portcullis.FactorStatus;
import dev.portcullis.SentCodeService;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.factor.Occasion;
import dev.portcullis.factor.SecondFactors;
import dev.portcullis.factor.SentFactors;
import dev.portcullis.factor.SentFactors.Prepared;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Supplier;

/** Codes by e-mail and SMS as their owners see them; see {@link SentFactors} for what they are. */
public final class SentCodeServiceImpl implements SentCodeService {

  /** How often two requests may begin one count at the same time before it is our fault. */
  private static final int MOST_RUNS = 4;

  private final Transactions transactions;
  private final AccountDirectory directory;
  private final SentFactors sent;
  private final FactorGate gate;

  public SentCodeServiceImpl(
      Transactions transactions,
      AccountDirectory directory,
      Sessions sessions,
      SecondFactors factors,
      SentFactors sent,
      PendingLogins pending,
      Clock clock) {
    this.transactions = transactions;
    this.directory = directory;
    this.sent = sent;
    this.gate = new FactorGate(transactions, directory, sessions, factors, pending, clock);
  }

  /** What is to be done, and whom the audit will tell of. */
  private record Begun(Prepared prepared, String accountId, EventDetails details) {}

  @Override
  public CodeOutcome send(
      Confidential pendingToken, FactorMethod method, Locale language, ClientInfo client) {
    return run(
        method,
        () ->
            gate.<Begun>waiting(
                pendingToken,
                client,
                (tx, waiting, details) -> {
                  var id = waiting.account().id();
                  var occasion = Occasion.login(waiting.row().hash);
                  return waiting.demand().enrolment()
                      ? new NotPossible<>("factor.none")
                      : new Done<>(
                          new Begun(
                              sent.prepare(tx, id, method, occasion, language, details),
                              id,
                              details));
                }));
  }

  @Override
  public CodeOutcome send(Caller caller, FactorMethod method, Locale language, ClientInfo client) {
    return run(
        method,
        () ->
            gate.<Begun>inSession(
                caller,
                client,
                (tx, account, details) ->
                    new Done<>(
                        new Begun(
                            sent.prepare(
                                tx,
                                account.id(),
                                method,
                                FactorGate.occasion(caller),
                                language,
                                details),
                            account.id(),
                            details))));
  }

  @Override
  public CodeOutcome setUp(
      Caller caller, FactorMethod method, String target, Locale language, ClientInfo client) {
    return run(
        method,
        () ->
            gate.<Begun>change(
                caller,
                client,
                (tx, account, details) ->
                    new Done<>(
                        new Begun(
                            sent.setUp(
                                tx,
                                account.id(),
                                method,
                                target,
                                FactorGate.occasion(caller),
                                language,
                                details),
                            account.id(),
                            details))));
  }

  @Override
  public CodeOutcome setUp(
      Confidential pendingToken,
      FactorMethod method,
      String target,
      Locale language,
      ClientInfo client) {
    return run(
        method,
        () ->
            gate.<Begun>enrolling(
                pendingToken,
                client,
                (tx, waiting, details) -> {
                  var id = waiting.account().id();
                  var occasion = Occasion.login(waiting.row().hash);
                  return new Done<>(
                      new Begun(
                          sent.setUp(tx, id, method, target, occasion, language, details),
                          id,
                          details));
                }));
  }

  private CodeOutcome run(FactorMethod method, Supplier<FactorOutcome<Begun>> begin) {
    if (!sent.has(method)) {
      return new CodeOutcome.NotPossible("factor.not_allowed");
    }
    return begin(begin)
        .fold(
            done -> finish(done.value()),
            SentCodeServiceImpl::unexpected,
            SentCodeServiceImpl::unexpected,
            old -> new CodeOutcome.NotRecent(old.maxAge(), old.secondFactor()),
            not -> new CodeOutcome.NotPossible(not.reason()));
  }

  /** Of two that begin the same count at the same time one is refused by the database. */
  private static FactorOutcome<Begun> begin(Supplier<FactorOutcome<Begun>> begin) {
    for (int run = 1; ; run++) {
      try {
        return begin.get();
      } catch (ConstraintConflictException e) {
        if (run == MOST_RUNS) {
          throw e;
        }
      }
    }
  }

  private CodeOutcome finish(Begun begun) {
    return begun.prepared.fold(
        parcel -> {
          var delivery = sent.deliver(parcel);
          return transactions.<CodeOutcome>inNew(
              tx ->
                  directory.hold(tx, begun.accountId)
                      ? sent.settle(tx, parcel, delivery, begun.details)
                      : new CodeOutcome.NotPossible("factor.not_allowed"));
        },
        over -> over.outcome());
  }

  private static CodeOutcome unexpected() {
    throw new IllegalStateException("Nothing was checked");
  }

  @Override
  public FactorOutcome<FactorStatus> verify(
      Caller caller,
      FactorMethod method,
      Confidential code,
      boolean endOtherSessions,
      ClientInfo client) {
    return sent.has(method)
        ? gate.verify(caller, new FactorProof(method, code), endOtherSessions, client)
        : new NotPossible<>("factor.not_allowed");
  }

  @Override
  public FactorOutcome<FactorStatus> remove(
      Caller caller, FactorMethod method, boolean endOtherSessions, ClientInfo client) {
    return gate.remove(caller, method, endOtherSessions, client);
  }
}
