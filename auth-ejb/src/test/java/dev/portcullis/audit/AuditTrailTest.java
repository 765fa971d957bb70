package dev.portcullis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AuditAction;
import dev.portcullis.SecurityEvent;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.testing.LogCapture;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTrailTest {

  private final PrometheusMetrics metrics = new PrometheusMetrics();
  private final List<SecurityEvent> observed = new ArrayList<>();
  private final AuditTrail trail = new AuditTrail(RandomSource.secure(), metrics, observed::add);
  private final TestDatabase database = new TestDatabase(trail);
  private final EventPublisher publisher = new EventPublisher(database, trail);
  private LogCapture log;

  @BeforeEach
  void open() {
    log = new LogCapture("dev.portcullis.audit");
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
    metrics.close();
  }

  @Test
  @Proves("S70")
  void keepsARowALineAndAnObservationOfEveryKindOfEvent() {
    var actions = new HashSet<AuditAction>();
    for (var event : Events.all()) {
      publisher.publish(event);
      actions.add(event.action());
    }
    assertThat(actions).containsExactlyInAnyOrder(AuditAction.values());
    assertThat(rows()).hasSameSizeAs(Events.all());
    assertThat(log.lines()).hasSameSizeAs(Events.all());
    assertThat(observed).isEqualTo(Events.all());
  }

  @Test
  @Proves("S70")
  void theRowSaysWhoWhatOutcomeFactorAndCorrelation() {
    publisher.publish(Events.loginFailed("alice"));
    var row = rows().get(0);
    assertThat(row.occurredAt()).isEqualTo(Events.AT);
    assertThat(row.action()).isEqualTo("login");
    assertThat(row.outcome()).isEqualTo("failure");
    assertThat(row.failure()).isEqualTo("WRONG_PASSWORD");
    assertThat(row.accountId()).isEqualTo("0123456789abcdef0123456789abcdef");
    assertThat(row.username()).isEqualTo("alice");
    assertThat(row.address()).isEqualTo("203.0.113.7");
    assertThat(row.userAgent()).isEqualTo("Mozilla/5.0");
    assertThat(row.method()).isEqualTo("pwd");
    assertThat(row.provider()).isEqualTo("local");
    assertThat(row.sessionId()).isEqualTo("fedcba9876543210fedcba9876543210");
    assertThat(row.correlationId()).isEqualTo("req-1");
    assertThat(row.subject()).isNull();
  }

  @Test
  @Proves("S74")
  void nothingIsLoggedCountedOrToldOfAChangeThatWasRolledBack() {
    assertThatThrownBy(
            () ->
                database.inNew(
                    tx -> {
                      tx.raise(Events.loginFailed("alice"));
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(rows()).isEmpty();
    assertThat(log.lines()).isEmpty();
    assertThat(observed).isEmpty();
    assertThat(metrics.scrape()).doesNotContain("auth_errors_total");
  }

  @Test
  @Proves("S74")
  void anEventThatCannotBeStoredIsLoggedInFullAndChangesNothing() {
    database.setDown(true);
    publisher.publish(Events.loginFailed("alice"));
    assertThat(log.records())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.SEVERE);
              assertThat(line.getMessage())
                  .contains("username=\"alice\"", "correlation=\"req-1\"")
                  .endsWith("stored=\"false\"");
            });
    assertThat(metrics.scrape()).contains("auth_errors_total{error=\"invalid_credentials\"} 1.0");

    database.setDown(false);
    publisher.publish(Events.loginFailed("bob"));
    assertThat(rows()).extracting(AuditRecord::username).containsExactly("bob");
  }

  @Test
  void anObserverThatThrowsNeitherFailsTheChangeNorItsRecord() {
    var failing =
        new AuditTrail(
            RandomSource.secure(),
            metrics,
            event -> {
              throw new IllegalStateException("an application's bug");
            });
    try (var own = new TestDatabase(failing);
        var errors = new LogCapture("dev.portcullis.audit.observers")) {
      var result =
          own.<String>inNew(
              tx -> {
                tx.raise(Events.loginFailed("alice"));
                return "committed";
              });
      assertThat(result).isEqualTo("committed");
      assertThat(rows(own)).hasSize(1);
      assertThat(errors.records())
          .singleElement()
          .satisfies(r -> assertThat(r.getThrown()).isNotNull());
    }
  }

  @Test
  @Proves("S72")
  void aUserNameCannotForgeALogLine() {
    publisher.publish(
        Events.loginFailed(
            "x\"\r\naction=\"login\" outcome=\"success\" \u202Egnp.exe\u0000\u2028\u0085\uD800"));
    assertThat(log.lines())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .contains(
                        "username=\"x\\\"\\u000d\\u000aaction=\\\"login\\\""
                            + " outcome=\\\"success\\\" \\u202egnp.exe")
                    .matches("[\\x20-\\x7e\uFFFD]*"));
  }

  @Test
  void textsAreCutToTheirColumnsAndUnstorableCharactersReplaced() {
    publisher.publish(Events.loginFailed("\uD83D\uDE00".repeat(200) + "end"));
    publisher.publish(Events.loginFailed("nul\u0000half\uD800"));
    assertThat(rows())
        .extracting(AuditRecord::username)
        .containsExactlyInAnyOrder("\uD83D\uDE00".repeat(128), "nul\uFFFDhalf\uFFFD");
  }

  @Test
  void countsEventsUnderTheCodesOfTheHttpContract() {
    Events.all().forEach(publisher::publish);
    assertThat(metrics.scrape().lines())
        .contains(
            "auth_success_total{method=\"password\"} 1.0",
            "auth_errors_total{error=\"invalid_credentials\"} 3.0",
            "auth_errors_total{error=\"invalid_token\"} 1.0",
            "auth_errors_total{error=\"password_rejected\"} 1.0",
            "auth_errors_total{error=\"refresh_token_reused\"} 1.0",
            "auth_errors_total{error=\"insufficient_permissions\"} 1.0",
            "auth_rate_limited_total{scope=\"account\"} 1.0",
            "auth_2fa_setup_total{method=\"totp\"} 1.0",
            "auth_2fa_verification_success_total{method=\"totp\"} 1.0",
            "auth_2fa_errors_total{error=\"invalid_code\"} 1.0",
            "auth_2fa_errors_total{error=\"too_many_requests\"} 1.0");
  }

  private List<AuditRecord> rows() {
    return rows(database);
  }

  private static List<AuditRecord> rows(TestDatabase database) {
    return database.inNew(
        tx ->
            tx.em().createQuery("SELECT a FROM AuditRecord a", AuditRecord.class).getResultList());
  }
}
