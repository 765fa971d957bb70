package dev.portcullis.testing;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What is in the tables, in numbers: to tell whether two runs left the same. */
public final class Totals {

  private static final Map<String, String> OF =
      Map.ofEntries(
          Map.entry("accounts", "SELECT COUNT(*), '' FROM auth_account"),
          Map.entry("security versions", "SELECT SUM(security_version), '' FROM auth_account"),
          Map.entry("logins", "SELECT COUNT(last_login_at), '' FROM auth_account"),
          Map.entry("disabled", "SELECT COUNT(*), '' FROM auth_account WHERE disabled = TRUE"),
          Map.entry("role", "SELECT COUNT(*), role_name FROM auth_account_role GROUP BY role_name"),
          Map.entry("failures", "SELECT SUM(failures), '' FROM auth_attempt"),
          Map.entry("sessions", "SELECT COUNT(*), '' FROM auth_session"),
          Map.entry("revoked", "SELECT COUNT(*), kind FROM auth_revocation GROUP BY kind"),
          Map.entry("refresh tokens", "SELECT COUNT(*), '' FROM auth_refresh_token"),
          Map.entry("exchanged", "SELECT COUNT(used_at), '' FROM auth_refresh_token"),
          Map.entry("access tokens", "SELECT COUNT(*), '' FROM auth_access_token"),
          Map.entry("API tokens", "SELECT COUNT(*), '' FROM auth_api_token"),
          Map.entry("key", "SELECT COUNT(*), phase FROM auth_signing_key GROUP BY phase"),
          Map.entry("links", "SELECT COUNT(*), '' FROM auth_one_time_token"),
          Map.entry("used links", "SELECT COUNT(used_at), '' FROM auth_one_time_token"),
          Map.entry("forms", "SELECT COUNT(*), '' FROM auth_saved_form"),
          Map.entry(
              "event",
              "SELECT COUNT(*), CONCAT(action_name, ' ', outcome) FROM auth_audit"
                  + " GROUP BY action_name, outcome"));

  private Totals() {}

  /** What is committed now. */
  public static Map<String, Long> of(DataSource database) throws SQLException {
    var totals = new TreeMap<String, Long>();
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      for (var total : OF.entrySet()) {
        try (var rows = statement.executeQuery(total.getValue())) {
          while (rows.next()) {
            totals.put((total.getKey() + " " + rows.getString(2)).strip(), rows.getLong(1));
          }
        }
      }
    }
    return totals;
  }

  /** What is more now, and what less. */
  public static Map<String, Long> between(Map<String, Long> before, Map<String, Long> after) {
    var change = new TreeMap<String, Long>();
    after.forEach((name, count) -> change.merge(name, count, Long::sum));
    before.forEach((name, count) -> change.merge(name, -count, Long::sum));
    change.values().removeIf(difference -> difference == 0);
    return change;
  }
}
