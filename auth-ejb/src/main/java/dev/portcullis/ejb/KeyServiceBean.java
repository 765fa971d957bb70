package dev.portcullis.ejb;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.KeyInfo;
import dev.portcullis.KeyOutcome;
import dev.portcullis.KeyService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** The application's view of {@link KeyService}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class KeyServiceBean implements KeyService {

  @Inject private DomainHolder holder;

  private KeyService service() {
    return holder.domain().keys();
  }

  @Override
  public List<KeyInfo> list() {
    return service().list();
  }

  @Override
  public KeyOutcome rotate(Caller caller, ClientInfo client) {
    return service().rotate(caller, client);
  }

  @Override
  public KeyOutcome importPem(Confidential pem, Caller caller, ClientInfo client) {
    return service().importPem(pem, caller, client);
  }

  @Override
  public KeyOutcome importJwk(Confidential jwk, Caller caller, ClientInfo client) {
    return service().importJwk(jwk, caller, client);
  }

  @Override
  public KeyOutcome retire(String kid, Caller caller, ClientInfo client) {
    return service().retire(kid, caller, client);
  }
}
