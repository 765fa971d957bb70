package dev.portcullis.ejb;

import dev.portcullis.Caller;
import dev.portcullis.ProviderToken;
import dev.portcullis.ProviderTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The application's view of {@link ProviderTokens}. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class ProviderTokensBean implements ProviderTokens {

  @Inject private DomainHolder holder;

  @Override
  public Optional<ProviderToken> of(Caller caller) {
    return holder.domain().providerTokens().of(caller);
  }
}
