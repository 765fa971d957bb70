package dev.portcullis.store;

import dev.portcullis.SecurityEvent;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** A {@link Tx} over an entity manager, and what it promised to do after the commit. */
public final class UnitOfWork implements Tx {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.store");

  private final EntityManager em;
  private final EventRecorder recorder;
  private final List<Runnable> actions = new ArrayList<>();
  private final List<SecurityEvent> events = new ArrayList<>();

  public UnitOfWork(EntityManager em, EventRecorder recorder) {
    this.em = em;
    this.recorder = recorder;
  }

  @Override
  public EntityManager em() {
    return em;
  }

  @Override
  public void raise(SecurityEvent event) {
    recorder.write(em, event);
    events.add(event);
  }

  @Override
  public void afterCommit(Runnable action) {
    actions.add(action);
  }

  /**
   * To be called once the transaction is committed. The actions come first, so that observers see
   * their effect; what one of them throws is logged, for the change stands whatever happens here.
   */
  public void committed() {
    for (var action : actions) {
      guarded(action);
    }
    for (var event : events) {
      guarded(() -> recorder.committed(event));
    }
  }

  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "An action after a commit failed; what was committed stands", e);
    }
  }
}
