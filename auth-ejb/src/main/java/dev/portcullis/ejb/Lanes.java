package dev.portcullis.ejb;

import java.util.concurrent.ScheduledExecutorService;

/** The threads of one domain's background work. Closing them ends them. */
public interface Lanes extends AutoCloseable {

  /** What runs the work of that kind. Not to be shut down by itself. */
  ScheduledExecutorService of(Lane lane);

  @Override
  void close();
}
