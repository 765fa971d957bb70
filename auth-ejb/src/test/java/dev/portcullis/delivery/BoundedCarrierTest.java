package dev.portcullis.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.delivery.Delivery.Accepted;
import dev.portcullis.delivery.Delivery.Refused;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundedCarrierTest {

  private static final CodeMessage MESSAGE =
      new CodeMessage(
          "mary@example.com",
          Confidential.of("012345"),
          Duration.ofMinutes(5),
          false,
          Locale.ENGLISH);

  @Test
  void aServiceThatHangsHoldsSoManyThreadsAndNoMore() throws Exception {
    var hanging = new CountDownLatch(2);
    var release = new CountDownLatch(1);
    var carrier =
        new BoundedCarrier(
            message -> {
              hanging.countDown();
              await(release);
              return new Accepted();
            },
            2);
    var threads = Executors.newFixedThreadPool(2);
    try {
      var first = threads.submit(() -> carrier.carry(MESSAGE));
      var second = threads.submit(() -> carrier.carry(MESSAGE));
      assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(carrier.carry(MESSAGE))
          .isEqualTo(new Refused("too many are on their way already", false));
      release.countDown();
      assertThat(first.get()).isEqualTo(new Accepted());
      assertThat(second.get()).isEqualTo(new Accepted());
      assertThat(carrier.carry(MESSAGE)).isEqualTo(new Accepted());
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
