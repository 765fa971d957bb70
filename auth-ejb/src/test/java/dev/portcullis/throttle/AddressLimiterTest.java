package dev.portcullis.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.RateLimitSettings;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AddressLimiterTest {

  private final MutableClock clock = new MutableClock();
  private final AddressLimiter limiter =
      new AddressLimiter(
          new RateLimitSettings(
              5,
              new RateLimitSettings.Limit(10, Duration.ofMinutes(10)),
              new RateLimitSettings.Limit(30, Duration.ofMinutes(10))),
          clock);

  private int allowed(String address, int attempts) {
    int allowed = 0;
    for (int i = 0; i < attempts; i++) {
      allowed += limiter.reserve(address).isEmpty() ? 1 : 0;
    }
    return allowed;
  }

  @Test
  @Proves("S35")
  void limitsOneAddressAndSaysWhenToComeBack() {
    assertThat(allowed("192.0.2.1", 50)).isEqualTo(10);
    assertThat(limiter.reserve("192.0.2.1")).contains(Duration.ofMinutes(1));
    clock.advance(Duration.ofMinutes(1));
    assertThat(allowed("192.0.2.1", 50)).isEqualTo(1);
    clock.advance(Duration.ofMinutes(10));
    assertThat(allowed("192.0.2.1", 50)).isEqualTo(10);
  }

  @Test
  @Proves("S35")
  void limitsTheNetworkOfManyAddresses() {
    int allowed = 0;
    for (int host = 1; host <= 200; host++) {
      allowed += allowed("198.51.100." + host, 1);
    }
    assertThat(allowed).isEqualTo(30);
    assertThat(allowed("198.51.101.1", 1)).isEqualTo(1);

    int allowedV6 = 0;
    for (int host = 1; host <= 200; host++) {
      allowedV6 += allowed("2001:db8:1:22" + Integer.toHexString(16 + host % 16) + "::" + host, 1);
    }
    assertThat(allowedV6).isEqualTo(30);
    assertThat(allowed("2001:db8:1:2300::1", 1)).isEqualTo(1);
  }

  @Test
  void whatSucceedsDoesNotCount() {
    for (int i = 0; i < 100; i++) {
      assertThat(limiter.reserve("192.0.2.1")).isEmpty();
      limiter.giveBack("192.0.2.1");
    }
    assertThat(allowed("192.0.2.1", 50)).isEqualTo(10);
  }

  @Test
  void aFullNetworkTakesNothingFromAnAddress() {
    for (int host = 1; host <= 30; host++) {
      assertThat(allowed("198.51.100." + host, 1)).isEqualTo(1);
    }
    for (int i = 0; i < 50; i++) {
      assertThat(limiter.reserve("198.51.100.77")).isPresent();
    }
    clock.advance(Duration.ofMinutes(4));
    // Twelve have come back to the network; the address itself still has its ten.
    assertThat(allowed("198.51.100.77", 50)).isEqualTo(10);
  }

  @Test
  @Proves("S79")
  void keepsABoundedNumberOfBuckets() {
    var small = new AddressLimiter(settings(), clock, 1_000);
    for (int i = 0; i < 50_000; i++) {
      assertThat(
              small.reserve("2001:db8:" + Integer.toHexString(i >> 8) + ":" + (i & 255) + "00::1"))
          .isEmpty();
    }
    assertThat(small.size()).isLessThanOrEqualTo(2_000);
  }

  private static RateLimitSettings settings() {
    return new RateLimitSettings(
        5,
        new RateLimitSettings.Limit(10, Duration.ofMinutes(10)),
        new RateLimitSettings.Limit(1_000_000, Duration.ofMinutes(10)));
  }
}
