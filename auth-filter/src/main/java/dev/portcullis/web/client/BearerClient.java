package dev.portcullis.web.client;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.TokenVerification;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pac4j.core.context.CallContext;
import org.pac4j.core.credentials.Credentials;
import org.pac4j.core.credentials.TokenCredentials;
import org.pac4j.core.credentials.authenticator.Authenticator;
import org.pac4j.http.client.direct.HeaderClient;

/**
 * pac4j's direct client for bearer tokens (RFC 6750 2.1). It takes the token out of the header and
 * asks its authenticator, which is our verifier and nothing else (S1, S5).
 */
public final class BearerClient {

  /** Name of the client in pac4j's profiles. */
  static final String NAME = "portcullis";

  /** What stands before the token in a header given to {@link #verify}. */
  public static final String PREFIX = "Bearer ";

  private static final String HEADER = "Authorization";

  private final HeaderClient client;

  /**
   * Sets the client up.
   *
   * @param verifier of whatever comes after the prefix
   */
  public BearerClient(AccessTokenVerifier verifier) {
    client = new HeaderClient(HEADER, PREFIX, new VerifierAsAuthenticator(verifier));
    client.setName(NAME);
    client.setSaveProfileInSession(false);
    client.init();
  }

  /**
   * Verifies the token of a request.
   *
   * @param header the one header {@code Authorization}: the prefix and a token
   */
  public TokenVerification verify(String header) {
    var request = new HeaderOnly(HEADER, header);
    // No session: a token stands for itself on each request.
    var context = new CallContext(request, null);
    client
        .getCredentials(context)
        .ifPresent(credentials -> client.validateCredentials(context, credentials));
    var outcome = request.outcome();
    // pac4j keeps exceptions to itself: what left no outcome is no good.
    return outcome == null ? new TokenVerification.Invalid("client") : outcome;
  }

  /** pac4j knows yes and no; what is between them (S74) waits in the context. */
  private record VerifierAsAuthenticator(AccessTokenVerifier verifier) implements Authenticator {

    @Override
    public Optional<Credentials> validate(CallContext context, @Nullable Credentials credentials) {
      if (context.webContext() instanceof HeaderOnly request
          && credentials instanceof TokenCredentials presented) {
        var outcome = verifier.verify(presented.getToken());
        request.setOutcome(outcome);
        // Nobody reads the token after this, and pac4j would log it (S71).
        presented.setToken("");
        return outcome instanceof TokenVerification.Valid
            ? Optional.of(credentials)
            : Optional.empty();
      }
      return Optional.empty();
    }
  }
}
