package dev.portcullis.apitoken;

import dev.portcullis.ApiTokenInfo;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.ApiTokenOutcome.NotAllowed;
import dev.portcullis.ApiTokenService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.NewApiToken;
import dev.portcullis.SecurityEvent;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.config.ApiTokenSettings;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Personal API tokens, each change in one transaction with its event. */
public final class ApiTokenServiceImpl implements ApiTokenService {

  /** How old the caller's proof of identity may be (S26). */
  private static final Duration RECENT = Duration.ofMinutes(5);

  /** Longer than any node keeps a token in memory. */
  private static final Duration DELETION_MEMORY = Duration.ofMinutes(1);

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_ROLES = 4000;
  private final Transactions transactions;
  private final AccountDirectory accounts;
  private final LiveSessions sessions;
  private final Revocations revocations;
  private final ApiTokenSettings settings;
  private final Clock clock;
  private final RandomSource random;
  private final ApiTokenStore store = new ApiTokenStore();

  /** Whether a session of that account goes on, as a transaction sees it. */
  @FunctionalInterface
  public interface LiveSessions {
    boolean include(Tx tx, String sessionId, String accountId);
  }

  public ApiTokenServiceImpl(
      Transactions transactions,
      AccountDirectory accounts,
      LiveSessions sessions,
      Revocations revocations,
      ApiTokenSettings settings,
      Clock clock,
      RandomSource random) {
    this.transactions = transactions;
    this.accounts = accounts;
    this.sessions = sessions;
    this.revocations = revocations;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Reasons of a refusal: {@code token.name}, {@code token.lifetime}, {@code token.roles}.
   */
  @Override
  public ApiTokenOutcome create(Caller caller, NewApiToken token, ClientInfo client) {
    if (!settings.enabled() || caller.isApiToken()) {
      return new NotAllowed();
    }
    if (caller.getAuthenticatedAt().plus(RECENT).isBefore(clock.instant())) {
      return new ApiTokenOutcome.NotRecent(RECENT);
    }
    var problems = problems(token);
    if (!problems.isEmpty()) {
      return new ApiTokenOutcome.Refused(problems);
    }
    return transactions.<ApiTokenOutcome>inNew(tx -> create(tx, caller, token, client));
  }

  /**
   * Whoever comes here holds the account's row: so the count stays true until the commit, and what
   * ends everything of the account comes before, and ended the session, or after, and ends this.
   */
  private ApiTokenOutcome create(Tx tx, Caller caller, NewApiToken token, ClientInfo client) {
    var id = caller.getId();
    if (!accounts.hold(tx, id) || !sessions.include(tx, caller.getSessionId(), id)) {
      return new NotAllowed();
    }
    var account = accounts.byId(tx, id).orElseThrow();
    var roles = token.roles() == null ? account.roles() : token.roles();
    if (!account.roles().containsAll(roles) || ApiToken.join(roles).length() > LONGEST_ROLES) {
      return new ApiTokenOutcome.Refused(List.of("token.roles"));
    }
    if (store.countLive(tx, id, clock.millis()) >= settings.maxPerUser()) {
      return new ApiTokenOutcome.TooMany(settings.maxPerUser());
    }
    var secret = OpaqueToken.create(OpaqueToken.Kind.API_TOKEN, random);
    var row = row(caller, token, roles, secret.hash());
    store.add(tx, row);
    tx.raise(new SecurityEvent.ApiTokenCreated(details(account, caller, client), row.id));
    return new ApiTokenOutcome.Created(row.info(), secret.text());
  }

  private ApiToken row(Caller caller, NewApiToken token, Set<String> roles, String hash) {
    var row = new ApiToken();
    row.id = random.id();
    row.tokenHash = hash;
    row.accountId = caller.getId();
    row.name = token.name();
    row.roles = roles.isEmpty() ? null : ApiToken.join(roles);
    row.amr = ApiToken.join(caller.getAuthenticationMethods());
    row.authenticatedAt = caller.getAuthenticatedAt().toEpochMilli();
    row.createdAt = clock.millis();
    row.expiresAt = row.createdAt + token.expiresIn().toMillis();
    return row;
  }

  private List<String> problems(NewApiToken token) {
    var problems = new ArrayList<String>();
    var name = token.name();
    boolean line = name.codePoints().noneMatch(ApiTokenServiceImpl::breaksLine);
    if (name.isBlank() || name.length() > LONGEST_NAME || !line) {
      problems.add("token.name");
    }
    var life = token.expiresIn();
    if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(settings.maxLifetime()) > 0) {
      problems.add("token.lifetime");
    }
    return problems;
  }

  private static boolean breaksLine(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  @Override
  public List<ApiTokenInfo> list(String accountId) {
    return transactions.inNew(
        tx -> store.liveOf(tx, accountId, clock.millis()).stream().map(ApiToken::info).toList());
  }

  @Override
  public boolean delete(Caller caller, String tokenId, ClientInfo client) {
    return !caller.isApiToken() && end(caller.getId(), caller.getSessionId(), tokenId, client);
  }

  /** Ends the token that a program presented to be ended (RFC 7009): holding it is enough. */
  void revoke(Caller token, ClientInfo client) {
    boolean ignored = end(token.getId(), null, token.getSessionId(), client);
  }

  private boolean end(
      String accountId, @Nullable String sessionId, String tokenId, ClientInfo client) {
    return transactions.inNew(
        tx -> {
          if (!store.remove(tx, accountId, tokenId)) {
            return false;
          }
          revocations.revokeToken(tx, tokenId, clock.instant().plus(DELETION_MEMORY));
          var username = accounts.byId(tx, accountId).map(AccountSnapshot::username).orElse(null);
          var details =
              new EventDetails(clock.instant(), accountId, username, sessionId, null, null, client);
          tx.raise(new SecurityEvent.ApiTokenDeleted(details, tokenId));
          return true;
        });
  }

  /**
   * Removes the rows of expired tokens, in small transactions of their own. Any number of nodes may
   * do it at the same time.
   *
   * @return how many this call removed
   */
  public int cleanUp() {
    return CleanUp.run(transactions, tx -> store.removeExpired(tx, clock.millis()));
  }

  private EventDetails details(AccountSnapshot account, Caller caller, ClientInfo client) {
    return new EventDetails(
        clock.instant(),
        account.id(),
        account.username(),
        caller.getSessionId(),
        null,
        null,
        client);
  }
}
