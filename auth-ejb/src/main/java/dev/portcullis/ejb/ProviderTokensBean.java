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
    // Nobody is signed in by us where Portcullis is switched off; that is then no fault of theirs.
    return caller.isAuthenticated()
        ? holder.domain().providerTokens().of(caller)
        : Optional.empty();
  }
}
