package dev.portcullis.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets only so many messages be on their way at a time: a service that hangs holds these threads of
 * the server and no more.
 */
final class BoundedCarrier implements CodeCarrier {

  static final int MOST = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CodeCarrier carrier;
  private final Semaphore places;

  BoundedCarrier(CodeCarrier carrier, int most) {
    this.carrier = carrier;
    this.places = new Semaphore(most, true);
  }

  @Override
  public Delivery carry(CodeMessage message) {
    try {
      if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Delivery.Refused("too many are on their way already", false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Delivery.Refused("the server is stopping", false);
    }
    try {
      return carrier.carry(message);
    } finally {
      places.release();
    }
  }
}
