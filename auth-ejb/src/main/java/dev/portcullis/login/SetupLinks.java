package dev.portcullis.login;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent.SetupLinkIssued;
import dev.portcullis.account.Administrators;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.CleanUp;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Links with which whoever reads the server's log makes the first administrator (S85): each serves
 * once, for 15 minutes, and only while there is no administrator.
 */
public final class SetupLinks {

  static final Duration LIFE = Duration.ofMinutes(15);

  private static final String LOOPBACK = "127.0.0.1";

  private final Transactions transactions;
  private final Administrators administrators;
  private final OneTimeTokens tokens;
  private final @Nullable String bootstrapUsername;
  private final RandomSource random;
  private final Clock clock;

  /**
   * @param bootstrapUsername {@code auth.bootstrap.username}; null: there are no links
   */
  public SetupLinks(
      Transactions transactions,
      Administrators administrators,
      @Nullable String bootstrapUsername,
      RandomSource random,
      Clock clock) {
    this.transactions = transactions;
    this.administrators = administrators;
    this.tokens = new OneTimeTokens(random, clock);
    this.bootstrapUsername = bootstrapUsername;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Makes a link, at the start of the application. Its secret is here to be written to the log once
   * and is not to be had again.
   *
   * @return empty where there is an administrator already, or none is to be made
   */
  public Optional<Confidential> issue() {
    var username = bootstrapUsername;
    if (username == null) {
      return Optional.empty();
    }
    return transactions.<Optional<Confidential>>inNew(
        tx -> {
          if (administrators.exist(tx)) {
            return Optional.empty();
          }
          var client = new ClientInfo(LOOPBACK, null, random.id());
          tx.raise(
              new SetupLinkIssued(
                  new EventDetails(clock.instant(), null, username, null, null, "local", client)));
          return Optional.of(tokens.issue(tx, OpaqueToken.Kind.SETUP_LINK, LIFE));
        });
  }

  @Nullable String bootstrapUsername() {
    return bootstrapUsername;
  }

  /** Whether the link would serve now. */
  boolean isOpen(Tx tx, OpaqueToken link) {
    return bootstrapUsername != null
        && tokens.isOpen(tx, link, OpaqueToken.Kind.SETUP_LINK)
        && !administrators.exist(tx);
  }

  /** Uses the link up; of several at the same time, one gets true. */
  boolean use(Tx tx, OpaqueToken link) {
    return tokens.use(tx, link, OpaqueToken.Kind.SETUP_LINK);
  }

  /**
   * Removes what expired, in small transactions of their own.
   *
   * @return how many rows this call removed
   */
  public int cleanUp() {
    return CleanUp.run(transactions, tokens::removeExpired);
  }
}
