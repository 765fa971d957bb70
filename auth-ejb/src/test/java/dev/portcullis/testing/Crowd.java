package dev.portcullis.testing;

import java.sql.SQLException;

/** Fills the tables as a few years do, by SQL. */
public final class Crowd {

  private Crowd() {}

  /**
   * Adds rows to every table that grows.
   *
   * @param rows of each table
   * @param now epoch milliseconds
   * @param expiredRows how many of them are past their time
   */
  public static void fill(FreshDatabase database, int rows, int expiredRows, long now)
      throws SQLException {
    var ends = "CASE WHEN n <= " + expiredRows + " THEN " + (now - 86_400_000L * 1000) + " - n";
    ends += " ELSE " + (now + 86_400_000L) + " + n END";
    long created = now - 86_400_000L * 2000;
    var hash = hash(database.kind());
    var id = "SUBSTRING(" + hash + ", 1, 32)";
    insert(
        database,
        rows,
        "auth_account (id, username, username_key, security_version, disabled, created_at,"
            + " changed_at)",
        id + ", " + id + ", " + hash + ", 0, FALSE, " + created + ", " + created);
    insert(database, rows, "auth_account_role (account_id, role_name)", id + ", 'user'");
    insert(
        database,
        rows,
        "auth_attempt (account_id, kind, failures, blocked_until, last_attempt_at)",
        id + ", 'PASSWORD', 0, 0, 0");
    insert(
        database,
        rows,
        "auth_session (id, account_id, browser, secret_hash, amr, authenticated_at, created_at,"
            + " last_seen_at, expires_at, address)",
        id
            + ", "
            + id
            + ", MOD(n, 2) = 0, "
            + hash
            + ", 'pwd', "
            + created
            + ", "
            + created
            + ", "
            + ends
            + ", "
            + ends
            + ", '203.0.113.7'");
    insert(
        database,
        rows,
        "auth_refresh_token (token_hash, session_id, account_id, client_id, predecessor_hash,"
            + " created_at, expires_at)",
        hash + ", " + id + ", " + id + ", 'first-party', " + hash + ", " + created + ", " + ends);
    insert(
        database,
        rows,
        "auth_access_token (jti, account_id, session_id, client_id, created_at, expires_at)",
        id + ", " + id + ", " + id + ", 'first-party', " + created + ", " + ends);
    insert(
        database,
        rows,
        "auth_revocation (id, kind, revoked_key, created_at, expires_at)",
        id + ", 'SESSION', " + id + ", " + created + " + n, " + ends);
    insert(
        database,
        rows,
        "auth_api_token (id, token_hash, account_id, name, amr, authenticated_at, created_at,"
            + " expires_at)",
        id + ", " + hash + ", " + id + ", 'x', 'pwd', " + created + ", " + created + ", " + ends);
    insert(
        database,
        rows,
        "auth_one_time_token (token_hash, purpose, created_at, expires_at)",
        hash + ", 'SETUP_LINK', " + created + ", " + ends);
    insert(
        database,
        rows,
        "auth_pending_login (token_hash, account_id, security_version, method, amr, enrolment,"
            + " created_at, expires_at)",
        hash + ", " + id + ", 0, 'PASSWORD', 'pwd', FALSE, " + created + ", " + ends);
    insert(
        database,
        rows,
        "auth_trusted_device (id, account_id, token_hash, security_version, guesses, address,"
            + " created_at, last_used_at, expires_at)",
        id + ", " + id + ", " + hash + ", 0, 0, '203.0.113.7', 0, " + created + ", " + ends);
    insert(
        database,
        rows,
        "auth_totp (id, account_id, active, sealed_secret, algorithm, digits, period_seconds,"
            + " last_step, created_at, activated_at)",
        id + ", " + id + ", TRUE, 'x', 'SHA1', 6, 30, 0, " + created + ", " + created);
    insert(
        database,
        rows,
        "auth_recovery_code (id, account_id, active, code_hash, created_at)",
        id + ", " + id + ", TRUE, " + hash + ", " + created);
    insert(
        database,
        rows,
        "auth_code_target (id, account_id, method, active, sealed_target, created_at,"
            + " activated_at)",
        id + ", " + id + ", 'EMAIL', TRUE, 'x', " + created + ", " + created);
    insert(
        database,
        rows,
        "auth_sent_code (id, account_id, target_id, occasion, in_force, code_mac, tries,"
            + " created_at, expires_at)",
        id
            + (", " + id).repeat(2)
            + (", " + hash + ", TRUE, " + hash)
            + ", 0, "
            + created
            + ", "
            + ends);
    insert(database, rows, "auth_sending (id, sent, ends_at)", hash + ", 1, " + ends);
    insert(
        database,
        rows,
        "auth_saved_form (ticket_hash, network, sealed, created_at, expires_at)",
        hash + ", CONCAT('', MOD(n, 1000)), 'x', " + created + " + n, " + ends);
    insert(
        database,
        rows,
        "auth_federated_identity (identity_key, issuer, subject, account_id, login_name, gone,"
            + " checked_at, verified_at, created_at)",
        hash + ", 'table', " + id + ", " + id + ", " + id + ", FALSE, " + now + " + n, 0, 0");
    insert(database, rows, "auth_provider_use (use_key, expires_at)", hash + ", " + ends);
    insert(
        database,
        rows,
        "auth_provider_session (session_key, issuer, sealed_id_token, expires_at)",
        hash + ", 'https://id.example', 'x', " + ends);
    insert(
        database,
        rows,
        "auth_provider_token (session_key, issuer, client_id, subject, sealed_tokens, checked_at,"
            + " verified_at, busy_until, expires_at)",
        hash + ", 'https://id.example', 'x', " + id + ", 'x', 0, 0, 0, " + ends);
    insert(
        database,
        rows,
        "auth_audit (id, occurred_at, action_name, outcome, account_id, address, correlation_id)",
        id + ", " + ends + ", 'LOGIN', 'SUCCESS', " + id + ", '203.0.113.7', 'x'");
    database.execute(
        switch (database.kind()) {
          case H2 -> "ANALYZE";
          case POSTGRESQL -> "VACUUM ANALYZE";
          case MARIADB ->
              "ANALYZE TABLE auth_account, auth_account_role, auth_attempt, auth_session,"
                  + " auth_refresh_token, auth_access_token, auth_revocation, auth_api_token,"
                  + " auth_one_time_token, auth_pending_login, auth_trusted_device, auth_totp,"
                  + " auth_recovery_code,"
                  + " auth_code_target, auth_sent_code, auth_sending, auth_saved_form,"
                  + " auth_federated_identity, auth_provider_use, auth_provider_session,"
                  + " auth_provider_token, auth_audit";
        });
  }

  /**
   * Adds revocations of sessions, of different ids.
   *
   * @param from the number of the first, of which its ids are made
   * @param createdAt SQL, in which {@code n} is a row's number
   */
  public static void revoke(
      FreshDatabase database, int from, int rows, String createdAt, long expiresAt)
      throws SQLException {
    var id = "SUBSTRING(" + hash(database.kind(), "n + " + from) + ", 1, 32)";
    insert(
        database,
        rows,
        "auth_revocation (id, kind, revoked_key, created_at, expires_at)",
        id + ", 'SESSION', " + id + ", " + createdAt + ", " + expiresAt);
  }

  /** Adds records of logins at that time, from a number on of which their ids are made. */
  public static void audit(FreshDatabase database, int from, int rows, long occurredAt)
      throws SQLException {
    var id = "SUBSTRING(" + hash(database.kind(), "n + " + from) + ", 1, 32)";
    insert(
        database,
        rows,
        "auth_audit (id, occurred_at, action_name, outcome, account_id, address, correlation_id)",
        id + ", " + occurredAt + ", 'LOGIN', 'SUCCESS', " + id + ", '203.0.113.7', 'x'");
  }

  private static String hash(Databases kind) {
    return hash(kind, "n");
  }

  private static String hash(Databases kind, String of) {
    return switch (kind) {
      case H2 -> "LOWER(RAWTOHEX(HASH('SHA256', CAST(" + of + " AS VARCHAR))))";
      case POSTGRESQL -> "ENCODE(SHA256(CAST(CAST(" + of + " AS VARCHAR) AS BYTEA)), 'hex')";
      case MARIADB -> "SHA2(" + of + ", 256)";
    };
  }

  private static void insert(FreshDatabase database, int rows, String into, String values)
      throws SQLException {
    var numbers =
        switch (database.kind()) {
          case H2 -> "(SELECT x AS n FROM SYSTEM_RANGE(1, " + rows + ")) t";
          case POSTGRESQL -> "generate_series(1, " + rows + ") AS t(n)";
          case MARIADB -> "(SELECT seq AS n FROM seq_1_to_" + rows + ") t";
        };
    database.execute("INSERT INTO " + into + " SELECT " + values + " FROM " + numbers);
  }
}
