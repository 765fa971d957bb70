package dev.portcullis.ejb;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.CodeOutcome;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorStatus;
import dev.portcullis.SentCodeService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Locale;

/** The application's view of {@link SentCodeService}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class SentCodeServiceBean implements SentCodeService {

  @Inject private DomainHolder holder;

  private SentCodeService service() {
    return holder.domain().sentCodes();
  }

  @Override
  public CodeOutcome send(
      Confidential pendingToken, FactorMethod method, Locale language, ClientInfo client) {
    return service().send(pendingToken, method, language, client);
  }

  @Override
  public CodeOutcome send(Caller caller, FactorMethod method, Locale language, ClientInfo client) {
    return service().send(caller, method, language, client);
  }

  @Override
  public CodeOutcome setUp(
      Caller caller, FactorMethod method, String target, Locale language, ClientInfo client) {
    return service().setUp(caller, method, target, language, client);
  }

  @Override
  public CodeOutcome setUp(
      Confidential pendingToken,
      FactorMethod method,
      String target,
      Locale language,
      ClientInfo client) {
    return service().setUp(pendingToken, method, target, language, client);
  }

  @Override
  public FactorOutcome<FactorStatus> verify(
      Caller caller,
      FactorMethod method,
      Confidential code,
      boolean endOtherSessions,
      ClientInfo client) {
    return service().verify(caller, method, code, endOtherSessions, client);
  }

  @Override
  public FactorOutcome<FactorStatus> remove(
      Caller caller, FactorMethod method, boolean endOtherSessions, ClientInfo client) {
    return service().remove(caller, method, endOtherSessions, client);
  }
}
