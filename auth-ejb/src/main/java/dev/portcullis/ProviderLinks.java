package dev.portcullis;

import java.net.URI;
import java.util.List;

/**
 * More than one way into an account: its owner links it with identities at providers, and unlinks
 * them. Nothing is ever linked by a name or an address of e-mail (S48). Every method audits and
 * commits on its own, and throws {@link TemporarilyUnavailableException} where the database does
 * not answer.
 */
public interface ProviderLinks {

  /** Where no provider is configured. */
  ProviderLinks NONE =
      new ProviderLinks() {
        @Override
        public List<ProviderLink> of(String accountId) {
          return List.of();
        }

        @Override
        public LinkOutcome<ProviderLogins.Beginning.Begun> begin(
            Caller caller, String provider, URI callback, ClientInfo client) {
          return new LinkOutcome.NotPossible<>("link.unknown");
        }

        @Override
        public LinkOutcome<Boolean> unlink(Caller caller, String provider, ClientInfo client) {
          return new LinkOutcome.NotPossible<>("link.unknown");
        }
      };

  /** Every provider that is configured, in their order, as it stands with that account. */
  List<ProviderLink> of(String accountId);

  /**
   * Begins to link, after a recent proof of identity, with a factor where the account has one. The
   * attempt is the caller's session's alone; {@link ProviderLogins#finish} goes on with it.
   *
   * @param callback the address of the provider's callback, as clients know it
   */
  LinkOutcome<ProviderLogins.Beginning.Begun> begin(
      Caller caller, String provider, URI callback, ClientInfo client);

  /**
   * Unlinks, after the same proof. What was begun before ends, but for the caller's session. The
   * last way into the account stays.
   */
  LinkOutcome<Boolean> unlink(Caller caller, String provider, ClientInfo client);
}
