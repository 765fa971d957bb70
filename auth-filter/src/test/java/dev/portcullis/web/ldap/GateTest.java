package dev.portcullis.web.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.ldap.Gate.UnreachableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many questions reach a directory that does not answer. */
@Proves({"S74", "S79"})
class GateTest {

  private final MutableClock clock = new MutableClock();
  private final Gate gate = new Gate("corp", 1, Duration.ofMillis(1), clock);
  private final AtomicInteger asked = new AtomicInteger();

  private TemporarilyUnavailableException fail() {
    var thrown =
        catchThrowableOfType(
            TemporarilyUnavailableException.class,
            () ->
                gate.ask(
                    () -> {
                      asked.incrementAndGet();
                      throw new UnreachableException("off", null);
                    }));
    assertThat(thrown).isNotNull();
    return thrown;
  }

  private String ask() {
    return gate.ask(
        () -> {
          asked.incrementAndGet();
          return "yes";
        });
  }

  @Test
  void afterThreeFailuresItIsLeftAloneForFiveSeconds() {
    for (int i = 0; i < 10; i++) {
      assertThat(fail().retryAfter()).isBetween(Duration.ofSeconds(1), Gate.CLOSED);
    }
    assertThat(asked).hasValue(Gate.FAILURES);
    clock.advance(Gate.CLOSED.minusMillis(1));
    assertThat(fail()).isNotNull();
    assertThat(asked).hasValue(Gate.FAILURES);
  }

  @Test
  void thenOneTriesItAndTheOthersFollowOnceItAnswered() {
    for (int i = 0; i < 3; i++) {
      assertThat(fail()).isNotNull();
    }
    clock.advance(Gate.CLOSED);
    assertThat(fail()).isNotNull();
    assertThat(fail()).as("closed again").isNotNull();
    assertThat(asked).hasValue(4);
    clock.advance(Gate.CLOSED);
    assertThat(ask()).isEqualTo("yes");
    assertThat(ask()).isEqualTo("yes");
    assertThat(fail()).as("one failure is none in a row").isNotNull();
    assertThat(ask()).isEqualTo("yes");
  }

  @Test
  void whoeverFindsNoTurnIsToldToComeBack() throws InterruptedException {
    var inside = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var first =
        new Thread(
            () -> {
              var unused =
                  gate.ask(
                      () -> {
                        inside.countDown();
                        try {
                          leave.await();
                        } catch (InterruptedException e) {
                          Thread.currentThread().interrupt();
                        }
                        return true;
                      });
            });
    first.start();
    inside.await();
    var refused = catchThrowableOfType(TemporarilyUnavailableException.class, this::ask);
    assertThat(refused).hasMessageContaining("Too many");
    leave.countDown();
    first.join();
    assertThat(ask()).isEqualTo("yes");
  }
}
