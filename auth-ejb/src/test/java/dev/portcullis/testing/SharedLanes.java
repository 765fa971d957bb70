package dev.portcullis.testing;

import dev.portcullis.ejb.Lane;
import dev.portcullis.ejb.Lanes;
import java.util.concurrent.ScheduledExecutorService;

/**
 * One scheduler for every kind of work.
 *
 * @param whenClosed what is done instead of ending its threads
 */
public record SharedLanes(ScheduledExecutorService scheduler, Runnable whenClosed)
    implements Lanes {

  @Override
  public ScheduledExecutorService of(Lane lane) {
    return scheduler;
  }

  @Override
  public void close() {
    whenClosed.run();
  }
}
