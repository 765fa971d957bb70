package dev.portcullis.apitoken;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenService;
import dev.portcullis.TokenVerification;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.store.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A token service whose revocation and introspection know API tokens, too. */
public final class ApiTokensToo implements TokenService {

  private static final Map<String, Object> INACTIVE = Map.of("active", false);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final TokenService others;
  private final ApiTokenVerifier verifier;
  private final ApiTokenServiceImpl service;
  private final Transactions transactions;
  private final Clock clock;

  /**
   * @param others for whatever is no API token
   */
  public ApiTokensToo(
      TokenService others,
      ApiTokenVerifier verifier,
      ApiTokenServiceImpl service,
      Transactions transactions,
      Clock clock) {
    this.others = others;
    this.verifier = verifier;
    this.service = service;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public AuthenticationResult<TokenGrant> refresh(
      Confidential refreshToken, @Nullable String clientId, ClientInfo client) {
    return others.refresh(refreshToken, clientId, client);
  }

  @Override
  public void revoke(Confidential token, ClientInfo client) {
    if (isApiToken(token)) {
      // One that is not live is as good as revoked (S16; RFC 7009 2.2).
      live(token).ifPresent(valid -> service.revoke(valid.caller(), client));
    } else {
      others.revoke(token, client);
    }
  }

  @Override
  public void revokeAll(String accountId, ClientInfo client) {
    others.revokeAll(accountId, client);
  }

  @Override
  public Map<String, Object> introspect(Confidential token, String clientId, ClientInfo client) {
    if (!isApiToken(token)) {
      return others.introspect(token, clientId, client);
    }
    var live = live(token).orElse(null);
    var caller = live == null ? null : live.caller();
    return transactions.inNew(
        tx -> {
          var details = EventDetails.of(clock.instant(), caller, client);
          tx.raise(new SecurityEvent.TokenIntrospected(details, clientId, live != null));
          return live == null ? INACTIVE : describe(live);
        });
  }

  /** RFC 7662 2.2. */
  private static Map<String, Object> describe(TokenVerification.Valid token) {
    var caller = token.caller();
    var answer = new LinkedHashMap<String, Object>();
    answer.put("active", true);
    answer.put("token_type", "Bearer");
    answer.put("client_id", token.clientId());
    answer.put("username", caller.getUsername());
    answer.put("sub", caller.getId());
    answer.put("exp", token.expiresAt().getEpochSecond());
    answer.put("jti", token.tokenId());
    answer.put("roles", new TreeSet<>(caller.getRoles()));
    answer.put("amr", new TreeSet<>(caller.getAuthenticationMethods()));
    answer.put("auth_time", caller.getAuthenticatedAt().getEpochSecond());
    return answer;
  }

  @Override
  public Duration jwksMaxAge() {
    return others.jwksMaxAge();
  }

  @Override
  public String jwks() {
    return others.jwks();
  }

  private static boolean isApiToken(Confidential token) {
    return token.reveal().startsWith(OpaqueToken.Kind.API_TOKEN.prefix());
  }

  private Optional<TokenVerification.Valid> live(Confidential token) {
    return verifier
        .verify(token.reveal())
        .fold(
            Optional::of,
            invalid -> Optional.empty(),
            () -> {
              throw new TemporarilyUnavailableException(
                  "The database does not answer", RETRY_AFTER, null);
            });
  }
}
