package dev.portcullis.legacy.depot;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts sessions, as statistics pages do. */
@WebListener
public class SessionCount implements HttpSessionListener, HttpSessionIdListener {

  static final AtomicInteger CREATED = new AtomicInteger();
  static final AtomicInteger DESTROYED = new AtomicInteger();
  static final AtomicInteger RENAMED = new AtomicInteger();

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    CREATED.incrementAndGet();
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    DESTROYED.incrementAndGet();
  }

  @Override
  public void sessionIdChanged(HttpSessionEvent event, String oldId) {
    RENAMED.incrementAndGet();
  }
}
