package dev.portcullis.ejb;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorStatus;
import dev.portcullis.PendingLogin;
import dev.portcullis.SecondFactorService;
import dev.portcullis.TotpSetup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The application's view of {@link SecondFactorService}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class SecondFactorServiceBean implements SecondFactorService {

  @Inject private DomainHolder holder;

  private SecondFactorService service() {
    return holder.domain().secondFactors();
  }

  @Override
  public FactorStatus status(String accountId) {
    return service().status(accountId);
  }

  @Override
  public Optional<PendingLogin> pending(Confidential token) {
    return service().pending(token);
  }

  @Override
  public FactorOutcome<TotpSetup> setUpTotp(Caller caller, ClientInfo client) {
    return service().setUpTotp(caller, client);
  }

  @Override
  public FactorOutcome<TotpSetup> setUpTotp(Confidential pendingToken, ClientInfo client) {
    return service().setUpTotp(pendingToken, client);
  }

  @Override
  public FactorOutcome<FactorStatus> verifyTotp(
      Caller caller, Confidential code, boolean endOtherSessions, ClientInfo client) {
    return service().verifyTotp(caller, code, endOtherSessions, client);
  }

  @Override
  public FactorOutcome<FactorStatus> removeTotp(
      Caller caller, boolean endOtherSessions, ClientInfo client) {
    return service().removeTotp(caller, endOtherSessions, client);
  }

  @Override
  public FactorOutcome<FactorStatus> verifyRecoveryCode(
      Caller caller, Confidential code, ClientInfo client) {
    return service().verifyRecoveryCode(caller, code, client);
  }

  @Override
  public FactorOutcome<List<Confidential>> regenerateRecoveryCodes(
      Caller caller, ClientInfo client) {
    return service().regenerateRecoveryCodes(caller, client);
  }

  @Override
  public void reset(String accountId, ClientInfo client) {
    service().reset(accountId, client);
  }

  @Override
  public FactorOutcome<FactorStatus> reset(
      String accountId, Caller administrator, boolean endSessions, ClientInfo client) {
    return service().reset(accountId, administrator, endSessions, client);
  }
}
