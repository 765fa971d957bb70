package dev.portcullis.it.support;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until the answer is right: a server in another process has no clock to be moved. */
public final class Polling {

  private Polling() {}

  /** The first answer that is right; the last one, whatever it is, once the time is up. */
  public static <T> T until(Duration limit, Supplier<T> question, Predicate<T> right) {
    Instant end = Instant.now().plus(limit);
    T answer = question.get();
    while (!right.test(answer) && Instant.now().isBefore(end)) {
      pause();
      answer = question.get();
    }
    return answer;
  }

  public static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
