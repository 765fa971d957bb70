package dev.portcullis.ejb;

import dev.portcullis.apitoken.ApiTokenUses;
import dev.portcullis.audit.AuditRetention;
import dev.portcullis.issuer.ForeignIssuers;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.ClockGuard;
import dev.portcullis.token.SigningKeys;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What runs beside the requests, and what is measured. */
final class Upkeep {

  private static final Duration CLEAN_UP = Duration.ofMinutes(5);
  private static final Duration REENCRYPTION = Duration.ofSeconds(30);
  private static final Duration COUNT = Duration.ofSeconds(30);

  private final Ground ground;
  private final BackgroundWork background;

  /** Begins nothing yet. */
  Upkeep(Ground ground) {
    this.ground = ground;
    this.background = ground.opened.add(new BackgroundWork(ground.lanes, ground.random));
  }

  void begin(
      ForeignIssuers issuers,
      AccountParts accounts,
      TokenParts tokens,
      LoginParts logins,
      ProviderParts providers) {
    var feed = accounts.revocations.feed();
    ground.clocks.run();
    feed.poll();
    background.every(Lane.FOLLOWING, feed.interval(), "following revocations", feed);
    background.every(
        Lane.FOLLOWING, SigningKeys.RELOAD_INTERVAL, "following signing keys", tokens.keys::follow);
    Issuers.follow(issuers, background);
    every(ApiTokenUses.INTERVAL, "noting uses of API tokens", tokens.apiTokenUses::write);
    every(ClockGuard.INTERVAL, "comparing clocks", ground.clocks);
    every(REENCRYPTION, "sealing anew", tokens.reencryption::run);
    if (accounts.hasSources()) {
      var recheck = accounts.recheck;
      every(recheck.pause(), "asking where accounts are kept", recheck);
    }

    Issuers.follow(providers.providers.backgroundWork(), background);

    cleanUp("removing expired sessions", accounts.sessions::cleanUp);
    cleanUp("removing expired tokens", tokens.ownTokens::cleanUp);
    cleanUp("removing expired API tokens", tokens.apiTokens::cleanUp);
    cleanUp("removing expired revocations", accounts.revocations::cleanUp);
    cleanUp("removing forms that nobody fetched", logins.savedForms::cleanUp);
    cleanUp("removing logins that nobody completed", logins.pending::cleanUp);
    cleanUp("removing codes that were sent", () -> logins.sent.cleanUp(ground.transactions));
    cleanUp("removing expired trusted devices", () -> logins.devices.cleanUp(ground.transactions));
    cleanUp("removing expired links", logins.links::cleanUp);
    cleanUp("removing what providers' attempts left", providers::cleanUp);
    var retention = new AuditRetention(ground.transactions, ground.settings.audit(), ground.clock);
    cleanUp("removing old audit records", retention::deleteExpired);

    measure(accounts.sessions, accounts.revocations);
  }

  /** All of it goes by this node's clock, which therefore has to be right. */
  private void cleanUp(String name, Runnable work) {
    every(CLEAN_UP, name, ground.clocks.whileSound(work));
  }

  private void every(Duration pause, String name, Runnable work) {
    background.every(Lane.UPKEEP, pause, name, work);
  }

  private void measure(Sessions sessions, Revocations revocations) {
    var live = new AtomicLong(sessions.countLive());
    every(COUNT, "counting sessions", () -> live.set(sessions.countLive()));
    ground.metrics.sessionsLive(live::get);
    ground.metrics.revocationsLive(revocations::liveCount);
    ground.metrics.revocationsStaleness(revocations::staleness);
  }
}
