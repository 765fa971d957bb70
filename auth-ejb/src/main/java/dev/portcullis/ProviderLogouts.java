package dev.portcullis;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logging out together with providers of OpenID Connect: there with here (RP-Initiated Logout 1.0),
 * and here with there (Back-Channel and Front-Channel Logout 1.0).
 */
public interface ProviderLogouts {

  /** Where no provider is configured. */
  ProviderLogouts NONE =
      new ProviderLogouts() {
        @Override
        public Optional<URI> address(Caller caller, URI afterwards) {
          return Optional.empty();
        }

        @Override
        public Answer backChannel(String provider, Confidential token, ClientInfo client) {
          return Answer.NOT_PROVEN;
        }

        @Override
        public boolean frontChannel(String provider, String iss, String sid, ClientInfo client) {
          return false;
        }
      };

  /**
   * What a provider hears of its logout token.
   *
   * @param retryAfter when another token is looked at, or null
   */
  record Answer(boolean proven, @Nullable Duration retryAfter) {

    public static final Answer NOT_PROVEN = new Answer(false, null);
    public static final Answer PROVEN = new Answer(true, null);
  }

  /**
   * Where a browser logs out at the provider through which its session began. To be asked before
   * the session ends; nothing is changed.
   *
   * @param afterwards where the provider is to send the browser then
   * @return empty where the session began otherwise, or the provider has no such address
   */
  Optional<URI> address(Caller caller, URI afterwards);

  /**
   * A provider says that somebody logged out there: the sessions end on every node.
   *
   * @param token as it came, possibly hostile
   * @return whether it was proven; not looked at where its address failed too often
   */
  Answer backChannel(String provider, Confidential token, ClientInfo client);

  /**
   * The same by way of a browser, proven by knowing the provider's session.
   *
   * @return whether it names a session of that provider
   */
  boolean frontChannel(String provider, String iss, String sid, ClientInfo client);
}
