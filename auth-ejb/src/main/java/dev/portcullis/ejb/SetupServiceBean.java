package dev.portcullis.ejb;

import dev.portcullis.AccountOutcome;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.SetupService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** The application's view of {@link SetupService}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class SetupServiceBean implements SetupService {

  @Inject private DomainHolder holder;

  private SetupService service() {
    return holder.domain().setup();
  }

  @Override
  public boolean isOpen(Confidential linkSecret) {
    return service().isOpen(linkSecret);
  }

  @Override
  public AccountOutcome complete(
      Confidential linkSecret, Confidential password, ClientInfo client) {
    return service().complete(linkSecret, password, client);
  }
}
