package dev.portcullis.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AuthenticationMethod;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest {

  @Test
  void everyMeterHasTheNameThatDashboardsAreWrittenAgainst() {
    try (var metrics = new PrometheusMetrics()) {
      metrics.requests("/api/*").increment();
      metrics.success(AuthenticationMethod.PASSWORD);
      metrics.error("invalid_token");
      metrics.error("invalid_token");
      metrics.rateLimited("account");
      metrics.verification().record(Duration.ofMillis(1));
      metrics.login().record(Duration.ofMillis(1));
      metrics.refresh().record(Duration.ofMillis(1));
      metrics.store("session").record(Duration.ofMillis(1));
      metrics.sessionsLive(() -> 7);
      metrics.revocationsLive(() -> 3);
      metrics.revocationsStaleness(() -> Duration.ofMillis(1500));

      assertThat(metrics.scrape().lines())
          .contains(
              "auth_requests_total{endpoint=\"/api/*\"} 1.0",
              "auth_success_total{method=\"password\"} 1.0",
              "auth_errors_total{error=\"invalid_token\"} 2.0",
              "auth_rate_limited_total{scope=\"account\"} 1.0",
              "auth_verification_seconds_count 1",
              "auth_login_seconds_count 1",
              "auth_refresh_seconds_count 1",
              "auth_store_seconds_count{operation=\"session\"} 1",
              "auth_sessions_live 7.0",
              "auth_revocations_live 3.0",
              "auth_revocations_staleness_seconds 1.5");
    }
  }

  @Test
  void aLabelThatRunsWildStopsGrowing() {
    try (var metrics = new PrometheusMetrics()) {
      for (int i = 0; i < 2000; i++) {
        metrics.requests("/" + i).increment();
      }
      assertThat(metrics.scrape().lines().filter(line -> line.startsWith("auth_requests_total")))
          .hasSizeLessThanOrEqualTo(500);
    }
  }
}
