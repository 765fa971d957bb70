package dev.portcullis.testing;

import dev.portcullis.account.AccountAccess;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.account.SourceRecheck;
import dev.portcullis.config.RateLimitSettings;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.Transactions;
import dev.portcullis.throttle.AttemptLimiter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** For tests of what has nothing to do with sources outside. */
public final class TestSources {

  private TestSources() {}

  /** A recheck that has nobody to ask. */
  public static SourceRecheck none(Transactions transactions, AccountAccess access, Clock clock) {
    var random = RandomSource.secure();
    var many = new RateLimitSettings.Limit(100, Duration.ofMinutes(10));
    var attempts = new AttemptLimiter(new RateLimitSettings(5, many, many), clock);
    var accounts =
        new ExternalAccounts(
            transactions, new AccountDirectory(), access, attempts, random, clock, List.of());
    var settings =
        new SessionSettings(
            Duration.ofMinutes(30), Duration.ofHours(12), 10, Duration.ofMinutes(15), null);
    return new SourceRecheck(transactions, accounts, List.of(), settings, random, clock);
  }
}
