package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** What Portcullis does beside the requests, in a server that is busy with other things. */
public interface BackgroundTests extends OnServer {

  Pattern STALENESS =
      Pattern.compile("(?m)^auth_revocations_staleness_seconds(?:\\{[^}]*})? ([0-9.E-]+)");

  /** Each second they are looked at; a busy machine is given three more. */
  double STALE = 4;

  @Test
  @RunAsClient
  @Proves("S12")
  default void jobsOfTheApplicationDoNotHoldUpTheRevocations() {
    assertThat(client().postForm("/probe-scheduler", Map.of("seconds", "8")).status())
        .isEqualTo(202);
    long end = System.nanoTime() + Duration.ofSeconds(7).toNanos();
    double oldest = 0;
    while (System.nanoTime() < end) {
      oldest = Math.max(oldest, staleness());
      Polling.pause();
    }
    assertThat(oldest).isLessThan(STALE);
  }

  private double staleness() {
    String metrics = client().get("/auth/metrics").body();
    var matcher = STALENESS.matcher(metrics);
    assertThat(matcher.find()).as(metrics).isTrue();
    return Double.parseDouble(matcher.group(1));
  }
}
