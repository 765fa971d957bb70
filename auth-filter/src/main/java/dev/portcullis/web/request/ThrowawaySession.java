package dev.portcullis.web.request;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands in, for one request, for the HttpSession of a user whom the request may not speak for; the
 * real one is neither shown nor lost.
 */
final class ThrowawaySession implements HttpSession {

  private final Map<String, Object> attributes = new HashMap<>();
  private final ServletContext context;
  private final String id;
  private final long createdAt;
  private int maxInactive;

  ThrowawaySession(ServletContext context, String id, long createdAt) {
    this.context = context;
    this.id = id;
    this.createdAt = createdAt;
  }

  @Override
  public long getCreationTime() {
    return createdAt;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public long getLastAccessedTime() {
    return createdAt;
  }

  @Override
  public ServletContext getServletContext() {
    return context;
  }

  @Override
  public void setMaxInactiveInterval(int seconds) {
    maxInactive = seconds;
  }

  @Override
  public int getMaxInactiveInterval() {
    return maxInactive;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return attributes.get(name);
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    return Collections.enumeration(attributes.keySet());
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  @Override
  public void removeAttribute(String name) {
    attributes.remove(name);
  }

  @Override
  public void invalidate() {
    attributes.clear();
  }

  @Override
  public boolean isNew() {
    return true;
  }
}
