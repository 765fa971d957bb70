package dev.portcullis.ejb;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in the opposite order, each once, whatever the others do. */
final class OpenedResources implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.ejb");

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  /** Remembers a resource. */
  synchronized <T extends AutoCloseable> T add(T resource) {
    resources.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    while (!resources.isEmpty()) {
      var resource = resources.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "Could not be closed: " + resource.getClass().getName(), e);
      }
    }
  }
}
