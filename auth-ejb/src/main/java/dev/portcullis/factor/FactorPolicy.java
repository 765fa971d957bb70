package dev.portcullis.factor;

import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.store.Tx;
import java.util.Optional;
import java.util.Set;

/** Whether a proven first factor is enough. */
public interface FactorPolicy {

  /** The value of {@code amr} for more than one factor (RFC 8176). */
  String MULTIPLE = "mfa";

  /**
   * What is asked for beside it.
   *
   * @param amr how the first factor was proven; {@link #MULTIPLE} is among them where a provider
   *     that is trusted with it vouches for more than one
   * @return empty: nothing
   */
  Optional<FactorDemand> demand(Tx tx, AccountSnapshot account, Set<String> amr);
}
