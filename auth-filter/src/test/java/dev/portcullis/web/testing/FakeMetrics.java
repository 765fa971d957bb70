package dev.portcullis.web.testing;

import dev.portcullis.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts, and remembers the errors in their order. */
public final class FakeMetrics implements Metrics {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<String> errors = new CopyOnWriteArrayList<>();

  @Override
  public Counter requests(String endpoint) {
    return registry.counter("auth.requests", "endpoint", endpoint);
  }

  @Override
  public void error(String code) {
    errors.add(code);
  }

  @Override
  public void rateLimited(String scope) {
    registry.counter("auth.rate.limited", "scope", scope).increment();
  }

  @Override
  public String scrape() {
    return "auth_requests_total 1.0\n";
  }

  public List<String> errors() {
    return errors;
  }
}
