package dev.portcullis.ejb;

import dev.portcullis.ApiTokenInfo;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.ApiTokenService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.NewApiToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** The application's view of {@link ApiTokenService}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class ApiTokenServiceBean implements ApiTokenService {

  @Inject private DomainHolder holder;

  private ApiTokenService service() {
    return holder.domain().apiTokens();
  }

  @Override
  public ApiTokenOutcome create(Caller caller, NewApiToken token, ClientInfo client) {
    return service().create(caller, token, client);
  }

  @Override
  public List<ApiTokenInfo> list(String accountId) {
    return service().list(accountId);
  }

  @Override
  public boolean delete(Caller caller, String tokenId, ClientInfo client) {
    return service().delete(caller, tokenId, client);
  }
}
