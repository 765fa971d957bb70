package dev.portcullis.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.config.RateLimitSettings;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Limits failed attempts of one address and of its network, {@code /24} or {@code /56} (S35). Kept
 * in this node's memory, in maps of bounded size (S79): an attacker with more addresses than they
 * hold still meets each account's own counter and the bound on hashing.
 *
 * <p>Looser than the account's limit, because a company or a mobile network shares an address: what
 * succeeds is given back, so only failures use the limit up.
 */
public final class AddressLimiter {

  private static final int MOST_BUCKETS = 100_000;

  private final RateLimitSettings settings;
  private final TimeMeter time;
  private final Cache<String, Bucket> addresses;
  private final Cache<String, Bucket> prefixes;

  public AddressLimiter(RateLimitSettings settings, Clock clock) {
    this(settings, clock, MOST_BUCKETS);
  }

  AddressLimiter(RateLimitSettings settings, Clock clock, int mostBuckets) {
    this.settings = settings;
    this.time = meter(clock);
    this.addresses = buckets(settings.address(), clock, mostBuckets);
    this.prefixes = buckets(settings.prefix(), clock, mostBuckets);
  }

  /**
   * Takes one attempt from the address's allowance.
   *
   * @param address canonical text of an IP address
   * @return empty if it may be made; else how long to wait
   */
  public Optional<Duration> reserve(String address) {
    var bucket = addresses.get(address, a -> bucket(settings.address()));
    var ofAddress = bucket.tryConsumeAndReturnRemaining(1);
    if (!ofAddress.isConsumed()) {
      return Optional.of(Duration.ofNanos(ofAddress.getNanosToWaitForRefill()));
    }
    var ofPrefix = prefix(address).tryConsumeAndReturnRemaining(1);
    if (!ofPrefix.isConsumed()) {
      bucket.addTokens(1);
      return Optional.of(Duration.ofNanos(ofPrefix.getNanosToWaitForRefill()));
    }
    return Optional.empty();
  }

  /** The attempt succeeded, or was never made: it does not count. */
  public void giveBack(String address) {
    addresses.get(address, a -> bucket(settings.address())).addTokens(1);
    prefix(address).addTokens(1);
  }

  /** How many buckets are held. */
  long size() {
    addresses.cleanUp();
    prefixes.cleanUp();
    return addresses.estimatedSize() + prefixes.estimatedSize();
  }

  private Bucket prefix(String address) {
    return prefixes.get(Network.of(address), p -> bucket(settings.prefix()));
  }

  private Bucket bucket(RateLimitSettings.Limit limit) {
    return Bucket.builder()
        .addLimit(l -> l.capacity(limit.count()).refillGreedy(limit.count(), limit.per()))
        .withCustomTimePrecision(time)
        .build();
  }

  private static Cache<String, Bucket> buckets(
      RateLimitSettings.Limit limit, Clock clock, int most) {
    // A bucket untouched for the whole period is full again, as a new one is.
    return Caffeine.newBuilder()
        .maximumSize(most)
        .expireAfterAccess(limit.per())
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .build();
  }

  private static TimeMeter meter(Clock clock) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
      }

      @Override
      public boolean isWallClockBased() {
        return true;
      }
    };
  }
}
