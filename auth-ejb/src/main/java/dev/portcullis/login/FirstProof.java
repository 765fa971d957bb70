package dev.portcullis.login;

import dev.portcullis.AuthenticationMethod;
import dev.portcullis.account.AccountSnapshot;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A proven first factor, whatever it was: where every login enters {@link LoginFlow}.
 *
 * @param account as it was when it was proven
 * @param provider that answered, or null
 * @param amr how (RFC 8176); {@code mfa} among them where a trusted provider vouches for more
 * @param at when
 * @param providerSession what a logout at the provider will name, or null
 */
record FirstProof(
    AccountSnapshot account,
    AuthenticationMethod method,
    @Nullable String provider,
    Set<String> amr,
    Instant at,
    @Nullable String providerSession) {

  FirstProof {
    amr = Set.copyOf(amr);
  }
}
