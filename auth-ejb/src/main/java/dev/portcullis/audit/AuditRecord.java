package dev.portcullis.audit;

import dev.portcullis.SecurityEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row of the audit. Written once, never changed (S72). */
@Entity(name = "AuditRecord")
@Table(name = "auth_audit")
public class AuditRecord {

  static final String SUCCESS = "success";
  static final String FAILURE = "failure";

  @Id private String id = "";

  @Column(name = "occurred_at")
  private long occurredAt;

  @Column(name = "action_name")
  private String action = "";

  private String outcome = "";

  @Column(name = "account_id")
  private @Nullable String accountId;

  private @Nullable String username;

  private String address = "";

  @Column(name = "user_agent")
  private @Nullable String userAgent;

  @Column(name = "auth_method")
  private @Nullable String method;

  private @Nullable String provider;

  @Column(name = "session_id")
  private @Nullable String sessionId;

  @Column(name = "correlation_id")
  private String correlationId = "";

  private @Nullable String failure;

  private @Nullable String subject;

  /** For JPA. */
  protected AuditRecord() {}

  /** Texts are cut to the columns: a long user name must not make the login fail. */
  AuditRecord(String id, SecurityEvent event) {
    var details = event.details();
    var client = details.client();
    var provenBy = details.method();
    this.id = id;
    occurredAt = details.at().toEpochMilli();
    action = event.action().wireName();
    outcome = event.failure() == null ? SUCCESS : FAILURE;
    accountId = AuditText.forColumn(details.accountId(), 64);
    username = AuditText.forColumn(details.username(), 256);
    address = AuditText.cut(client.address(), 64);
    userAgent = AuditText.forColumn(client.userAgent(), 256);
    method = provenBy == null ? null : provenBy.amr();
    provider = AuditText.forColumn(details.provider(), 64);
    sessionId = AuditText.forColumn(details.sessionId(), 64);
    correlationId = AuditText.cut(client.correlationId(), 64);
    failure = AuditText.forColumn(event.failure(), 64);
    subject = AuditText.forColumn(event.subject(), 256);
  }

  /** Application-made, 128 bits in hex. */
  public String id() {
    return id;
  }

  /** When it happened. */
  public Instant occurredAt() {
    return Instant.ofEpochMilli(occurredAt);
  }

  /** The wire name of an {@link dev.portcullis.AuditAction}. */
  public String action() {
    return action;
  }

  /** {@code success} or {@code failure}. */
  public String outcome() {
    return outcome;
  }

  /** Whose account, or null where none is known. */
  public @Nullable String accountId() {
    return accountId;
  }

  /** The principal's name or what was typed as one, or null. */
  public @Nullable String username() {
    return username;
  }

  /** The client's address. */
  public String address() {
    return address;
  }

  /** The client's {@code User-Agent}, or null. */
  public @Nullable String userAgent() {
    return userAgent;
  }

  /** How an identity was proven, as RFC 8176 names it, or null. */
  public @Nullable String method() {
    return method;
  }

  /** The provider concerned, or null. */
  public @Nullable String provider() {
    return provider;
  }

  /** The session it happened in, or null. */
  public @Nullable String sessionId() {
    return sessionId;
  }

  /** Ties rows, log lines and the client's answer together. */
  public String correlationId() {
    return correlationId;
  }

  /** Why it was refused, or null. */
  public @Nullable String failure() {
    return failure;
  }

  /** One more fact, or null. */
  public @Nullable String subject() {
    return subject;
  }
}
