package dev.portcullis.ejb;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.TrustedDeviceGrant;
import dev.portcullis.TrustedDeviceInfo;
import dev.portcullis.TrustedDeviceService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The application's view of {@link TrustedDeviceService}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class TrustedDeviceServiceBean implements TrustedDeviceService {

  @Inject private DomainHolder holder;

  private TrustedDeviceService service() {
    return holder.domain().trustedDevices();
  }

  @Override
  public Optional<TrustedDeviceGrant> trust(Caller caller, ClientInfo client) {
    return service().trust(caller, client);
  }

  @Override
  public List<TrustedDeviceInfo> list(Caller caller, ClientInfo client) {
    return service().list(caller, client);
  }

  @Override
  public boolean end(Caller caller, String id, ClientInfo client) {
    return service().end(caller, id, client);
  }
}
