package dev.portcullis.login;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorOutcome.Done;
import dev.portcullis.FactorOutcome.NotPossible;
import dev.portcullis.FactorProof;
import dev.portcullis.FactorStatus;
import dev.portcullis.PendingLogin;
import dev.portcullis.SecondFactorService;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TotpSetup;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.factor.SecondFactors;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Second factors as their owners see them; see {@link SecondFactors} for what they are. */
public final class SecondFactorServiceImpl implements SecondFactorService {

  private final Transactions transactions;
  private final AccountDirectory directory;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final FactorGate gate;
  private final Clock clock;

  public SecondFactorServiceImpl(
      Transactions transactions,
      AccountDirectory directory,
      Sessions sessions,
      SecondFactors factors,
      PendingLogins pending,
      Clock clock) {
    this.transactions = transactions;
    this.directory = directory;
    this.sessions = sessions;
    this.factors = factors;
    this.gate = new FactorGate(transactions, directory, sessions, factors, pending, clock);
    this.clock = clock;
  }

  @Override
  public FactorStatus status(String accountId) {
    return transactions.inNew(
        tx ->
            directory
                .byId(tx, accountId)
                .map(account -> factors.status(tx, account))
                .orElseGet(() -> FactorStatus.NONE));
  }

  @Override
  public Optional<PendingLogin> pending(Confidential token) {
    return transactions.<Optional<PendingLogin>>inNew(
        tx ->
            gate.waiting(tx, token)
                .map(
                    waiting ->
                        new PendingLogin(
                            token,
                            waiting.demand().methods(),
                            waiting.demand().preferred(),
                            waiting.demand().enrolment(),
                            Instant.ofEpochMilli(waiting.row().expiresAt))));
  }

  @Override
  public FactorOutcome<TotpSetup> setUpTotp(Caller caller, ClientInfo client) {
    return gate.change(
        caller,
        client,
        (tx, account, details) -> new Done<>(factors.setUpTotp(tx, account, details)));
  }

  /** Only where nothing is enrolled yet: whoever has a factor has to prove that one. */
  @Override
  public FactorOutcome<TotpSetup> setUpTotp(Confidential pendingToken, ClientInfo client) {
    return gate.enrolling(
        pendingToken,
        client,
        (tx, waiting, details) -> new Done<>(factors.setUpTotp(tx, waiting.account(), details)));
  }

  @Override
  public FactorOutcome<FactorStatus> verifyTotp(
      Caller caller, Confidential code, boolean endOtherSessions, ClientInfo client) {
    return gate.verify(caller, new FactorProof(FactorMethod.TOTP, code), endOtherSessions, client);
  }

  @Override
  public FactorOutcome<FactorStatus> removeTotp(
      Caller caller, boolean endOtherSessions, ClientInfo client) {
    return gate.remove(caller, FactorMethod.TOTP, endOtherSessions, client);
  }

  @Override
  public FactorOutcome<FactorStatus> verifyRecoveryCode(
      Caller caller, Confidential code, ClientInfo client) {
    return gate.check(caller, new FactorProof(FactorMethod.RECOVERY, code), client);
  }

  @Override
  public FactorOutcome<List<Confidential>> regenerateRecoveryCodes(
      Caller caller, ClientInfo client) {
    return gate.change(
        caller,
        client,
        (tx, account, details) ->
            factors.isEnrolled(tx, account.id())
                ? new Done<>(factors.newRecoveryCodes(tx, account, details))
                : new NotPossible<>("factor.none"));
  }

  @Override
  public void reset(String accountId, ClientInfo client) {
    boolean unused =
        transactions.<Boolean>inNew(
            tx -> {
              var account = directory.byId(tx, accountId).orElse(null);
              if (account != null) {
                factors.reset(tx, account, details(account, client));
              }
              return true;
            });
  }

  @Override
  public FactorOutcome<FactorStatus> reset(
      String accountId, Caller administrator, boolean endSessions, ClientInfo client) {
    if (accountId.equals(administrator.getId())) {
      return new NotPossible<>("factor.own");
    }
    return transactions.<FactorOutcome<FactorStatus>>inNew(
        tx -> {
          if (!directory.hold(tx, accountId)) {
            return new NotPossible<>("factor.no_account");
          }
          var account = directory.byId(tx, accountId).orElseThrow();
          var details = details(account, client);
          factors.reset(tx, account, details);
          if (endSessions) {
            sessions.endSessions(tx, account.id(), details);
          }
          tx.raise(
              new SecurityEvent.SecondFactorsReset(
                  EventDetails.of(clock.instant(), administrator, client), account.id()));
          return new Done<>(factors.status(tx, account));
        });
  }

  private EventDetails details(AccountSnapshot account, ClientInfo client) {
    return new EventDetails(
        clock.instant(), account.id(), account.username(), null, null, null, client);
  }
}
