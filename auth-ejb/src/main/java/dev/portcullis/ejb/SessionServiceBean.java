package dev.portcullis.ejb;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.SessionCheck;
import dev.portcullis.SessionInfo;
import dev.portcullis.SessionService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** The application's view of {@link SessionService}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class SessionServiceBean implements SessionService {

  @Inject private DomainHolder holder;

  private SessionService service() {
    return holder.domain().sessions();
  }

  @Override
  public SessionCheck check(Confidential secret, ClientInfo client) {
    return service().check(secret, client);
  }

  @Override
  public List<SessionInfo> list(String accountId) {
    return service().list(accountId);
  }

  @Override
  public boolean end(Caller caller, String sessionId, ClientInfo client) {
    return service().end(caller, sessionId, client);
  }

  @Override
  public void logout(Caller caller, ClientInfo client) {
    service().logout(caller, client);
  }

  @Override
  public void logoutAll(Caller caller, ClientInfo client) {
    service().logoutAll(caller, client);
  }
}
