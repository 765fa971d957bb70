package dev.portcullis.metrics;

import dev.portcullis.AuthenticationMethod;
import dev.portcullis.FactorMethod;
import dev.portcullis.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** The meters of one deployment, in a registry of its own. */
public final class PrometheusMetrics implements Metrics, AutoCloseable {

  /** All labels come from the code or the configuration; this only guards against a mistake. */
  private static final int MOST_VALUES_OF_A_LABEL = 500;

  private final PrometheusMeterRegistry registry = boundedRegistry();
  private final Map<String, Counter> errors = new ConcurrentHashMap<>();
  private final Map<String, Counter> rateLimited = new ConcurrentHashMap<>();
  private final Map<AuthenticationMethod, Counter> successes = new ConcurrentHashMap<>();
  private final Map<String, Timer> storeOperations = new ConcurrentHashMap<>();
  private final Timer verification = registry.timer("auth.verification");
  private final Timer login = registry.timer("auth.login");
  private final Timer passwordHash = registry.timer("auth.password.hash");
  private final Timer refresh = registry.timer("auth.refresh");

  private static PrometheusMeterRegistry boundedRegistry() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry
        .config()
        .meterFilter(bounded("auth.requests", "endpoint"))
        .meterFilter(bounded("auth.errors", "error"));
    return registry;
  }

  private static MeterFilter bounded(String name, String label) {
    return MeterFilter.maximumAllowableTags(
        name, label, MOST_VALUES_OF_A_LABEL, MeterFilter.deny());
  }

  @Override
  public Counter requests(String endpoint) {
    return registry.counter("auth.requests", "endpoint", endpoint);
  }

  @Override
  public void error(String code) {
    count(errors, code, c -> registry.counter("auth.errors", "error", c));
  }

  @Override
  public void rateLimited(String scope) {
    count(rateLimited, scope, s -> registry.counter("auth.rate.limited", "scope", s));
  }

  /** Counts a completed login in {@code auth_success_total}. */
  public void success(AuthenticationMethod method) {
    count(successes, method, m -> registry.counter("auth.success", "method", label(m)));
  }

  /** Counts in {@code auth_2fa_setup_total}. */
  public void secondFactorSetUp(FactorMethod method) {
    registry.counter("auth.2fa.setup", "method", method.wireName()).increment();
  }

  /** Counts in {@code auth_2fa_verification_success_total}. */
  public void secondFactorVerified(FactorMethod method) {
    registry.counter("auth.2fa.verification.success", "method", method.wireName()).increment();
  }

  /** Counts in {@code auth_2fa_recovery_success_total}. */
  public void recoveryCodeUsed() {
    registry.counter("auth.2fa.recovery.success").increment();
  }

  /** Counts in {@code auth_2fa_errors_total}. */
  public void secondFactorError(String error) {
    registry.counter("auth.2fa.errors", "error", error).increment();
  }

  private static String label(AuthenticationMethod method) {
    return method.name().toLowerCase(Locale.ROOT);
  }

  private static <K> void count(Map<K, Counter> counters, K key, Function<K, Counter> make) {
    counters.computeIfAbsent(key, make).increment();
  }

  /** {@code auth_verification_seconds}: checking one access token. */
  public Timer verification() {
    return verification;
  }

  /** {@code auth_login_seconds}: one attempt to sign in, hashing included. */
  public Timer login() {
    return login;
  }

  /** {@code auth_password_hash_seconds}: one argon2id, waiting excluded. */
  public Timer passwordHash() {
    return passwordHash;
  }

  /** {@code auth_refresh_seconds}: one exchange of a refresh token. */
  public Timer refresh() {
    return refresh;
  }

  /** {@code auth_store_seconds}: one transaction, its commit included. */
  public Timer store(String operation) {
    return storeOperations.computeIfAbsent(
        operation, o -> registry.timer("auth.store", "operation", o));
  }

  /** {@code auth_sessions_live}: read at each scrape, so it must be at hand. */
  public void sessionsLive(Supplier<Number> count) {
    Gauge.builder("auth.sessions.live", count).register(registry);
  }

  /** {@code auth_revocations_live}: what this node's replica holds. */
  public void revocationsLive(Supplier<Number> count) {
    Gauge.builder("auth.revocations.live", count).register(registry);
  }

  /** {@code auth_revocations_staleness_seconds}: since this node last heard the database. */
  public void revocationsStaleness(Supplier<Duration> age) {
    Gauge.builder("auth.revocations.staleness", () -> age.get().toMillis() / 1000.0)
        .baseUnit("seconds")
        .register(registry);
  }

  /** Counts in {@code auth_issuer_fetches_total}; the names are configured ones. */
  public void issuerFetched(String issuer, boolean good) {
    registry
        .counter("auth.issuer.fetches", "issuer", issuer, "outcome", good ? "good" : "failed")
        .increment();
  }

  /** {@code auth_issuer_up}: 1 while the keys of that issuer may be used, else 0. */
  public void issuerUp(String issuer, BooleanSupplier up) {
    Gauge.builder("auth.issuer.up", () -> up.getAsBoolean() ? 1 : 0)
        .tag("issuer", issuer)
        .register(registry);
  }

  /**
   * {@code auth_provider_seconds}: one question to that provider; the names are configured ones.
   */
  public Timer provider(String name) {
    return registry.timer("auth.provider", "provider", name);
  }

  /** {@code auth_provider_up}: 1 if it answered when it was last asked, else 0. */
  public void providerUp(String name, BooleanSupplier up) {
    Gauge.builder("auth.provider.up", () -> up.getAsBoolean() ? 1 : 0)
        .tag("provider", name)
        .register(registry);
  }

  /** Counts in {@code oauth2_login_requests_total}; the names are configured ones, as below. */
  public void providerLogin(String provider) {
    registry.counter("oauth2.login.requests", "provider", provider).increment();
  }

  /** Counts in {@code oauth2_success_total}. */
  public void providerSuccess(String provider) {
    registry.counter("oauth2.success", "provider", provider).increment();
  }

  /** Counts in {@code oauth2_errors_total}. */
  public void providerError(String provider, String error) {
    registry.counter("oauth2.errors", "provider", provider, "error", error).increment();
  }

  /** {@code auth_provider_seconds}: what a callback waits for a provider. */
  public <T> T provider(String provider, Supplier<T> work) {
    return Objects.requireNonNull(provider(provider).record(work));
  }

  @Override
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
