package dev.portcullis.source;

import dev.portcullis.Confidential;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.account.IdentitySource;
import dev.portcullis.account.KnownIdentity;
import dev.portcullis.config.SqlStatement;
import dev.portcullis.config.UserSourceSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.password.LegacyHash;
import dev.portcullis.store.JdbcTransactions;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The application's own user table, reached by the operator's SQL. Every value is bound to a
 * prepared statement. The name in the row decides who somebody is, not the one that was typed:
 * databases that compare without regard to case, accents or trailing spaces find rows that are not
 * meant.
 */
public final class UserSource implements IdentitySource {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.source");
  private static final String MARK = "user source password";
  private static final int MAX_NAME = 255;
  private static final int MAX_ROLES = 500;

  private final UserSourceSettings settings;
  private final JdbcTransactions database;
  private final EncryptionKey key;

  public UserSource(UserSourceSettings settings, JdbcTransactions database, EncryptionKey key) {
    this.settings = settings;
    this.database = database;
    this.key = key;
  }

  /**
   * Runs every statement once for a name that nobody has, and takes it back.
   *
   * @param nobody a name that no user has
   * @throws IllegalStateException naming the key whose SQL does not do
   */
  public void check(String nobody) {
    tryOut("password_sql", connection -> read(connection, nobody));
    var roles = settings.rolesSql();
    if (roles != null) {
      tryOut("roles_sql", connection -> roles(connection, roles, nobody));
    }
    var update = settings.updateSql();
    if (update != null) {
      int rows =
          tryOut("update_sql", connection -> update(connection, update, values(nobody, nobody)));
      if (rows != 0) {
        throw new IllegalStateException(
            "auth.providers.local.user_source.update_sql changes "
                + rows
                + " rows for a user that does not exist. Nothing was changed");
      }
    }
  }

  private <T> T tryOut(String name, JdbcTransactions.Work<T> work) {
    try {
      return database.tryOut(work);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "auth.providers.local.user_source."
              + name
              + " cannot be run on the datasource "
              + settings.datasource()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public String issuer() {
    return settings.issuer();
  }

  /**
   * Finds a user by the name that was typed.
   *
   * @throws dev.portcullis.TemporarilyUnavailableException if the database does not answer
   */
  Optional<SourceUser> find(String typed) {
    // No table has such a name, and some databases would not take it as a value.
    boolean askable =
        !typed.isEmpty()
            && typed.length() <= MAX_NAME
            && typed.codePoints().noneMatch(Character::isISOControl)
            && typed.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    return askable ? database.inNew(connection -> read(connection, typed)) : Optional.empty();
  }

  @Override
  public Answer ask(KnownIdentity identity) {
    return find(identity.loginName())
        .filter(user -> user.identity().subject().equals(identity.subject()))
        .<Answer>map(user -> new Answer.Present(user.identity(), user.mark()))
        .orElseGet(Answer.Gone::new);
  }

  /** Replaces what the row has; false if it has something else by now. */
  boolean write(SourceUser user, LegacyHash.Stored replacement) {
    var update = settings.updateSql();
    if (update == null) {
      throw new IllegalStateException("The user source is only read");
    }
    var values = values(user.identity().username(), user.stored().reveal());
    values.put("password", replacement.value());
    values.put("salt", replacement.salt());
    values.put("old_salt", user.salt() == null ? null : user.salt().reveal());
    int rows =
        database.inNew(
            connection -> {
              int changed = update(connection, update, values);
              if (changed > 1) {
                throw new SQLException("update_sql changes " + changed + " rows for one user");
              }
              return changed;
            });
    return rows == 1;
  }

  private static Map<String, @Nullable String> values(String username, String old) {
    var values = new HashMap<String, @Nullable String>();
    values.put("username", username);
    values.put("old_password", old);
    return values;
  }

  private int update(Connection connection, SqlStatement sql, Map<String, @Nullable String> values)
      throws SQLException {
    try (var statement = prepare(connection, sql)) {
      for (int i = 0; i < sql.parameters().size(); i++) {
        statement.setString(i + 1, values.get(sql.parameters().get(i)));
      }
      return statement.executeUpdate();
    }
  }

  /** One row of {@code password_sql}. */
  private record Row(
      String username,
      String subject,
      String stored,
      @Nullable String salt,
      @Nullable String name,
      @Nullable String email) {}

  private Optional<SourceUser> read(Connection connection, String typed) throws SQLException {
    var row =
        row(connection, typed).filter(r -> isMeant(typed, r.username) && fits(r)).orElse(null);
    // Nobody has roles, but is asked for as many (S32).
    var sql = settings.rolesSql();
    var roles =
        sql == null ? Set.<String>of() : roles(connection, sql, row == null ? typed : row.username);
    return row == null ? Optional.empty() : Optional.of(user(row, roles));
  }

  /** Empty also where there are two: which of them is meant nobody can tell. */
  private Optional<Row> row(Connection connection, String typed) throws SQLException {
    var columns = settings.columns();
    try (var statement = bound(connection, settings.passwordSql(), typed)) {
      statement.setMaxRows(2);
      try (var rows = statement.executeQuery()) {
        requireColumns(rows);
        if (!rows.next()) {
          return Optional.empty();
        }
        var username = optional(rows, columns.username());
        var stored = text(rows, rows.findColumn(columns.password()));
        var subject = columns.subject() == null ? username : optional(rows, columns.subject());
        var salt = optional(rows, columns.salt());
        var name = optional(rows, columns.name());
        var email = optional(rows, columns.email());
        if (rows.next()) {
          LOG.log(Level.WARNING, "password_sql finds several rows for one name: refused");
          return Optional.empty();
        }
        return username == null || stored == null || subject == null
            ? Optional.empty()
            : Optional.of(new Row(username, subject, stored, salt, name, email));
      }
    }
  }

  private static boolean fits(Row row) {
    return !row.subject.isBlank()
        && row.subject.length() <= MAX_NAME
        && row.username.length() <= MAX_NAME;
  }

  private SourceUser user(Row row, Set<String> roles) {
    var identity =
        new ExternalIdentity(
            settings.issuer(),
            row.subject,
            UserSourceSettings.PROVIDER,
            row.username,
            row.name,
            row.email,
            roles.isEmpty() ? defaultRoles() : roles);
    return new SourceUser(
        identity,
        Confidential.of(row.stored),
        row.salt == null ? null : Confidential.of(row.salt),
        mark(row.subject, row.stored, row.salt));
  }

  /** All of them, so that one that is missing is found at the start. */
  private void requireColumns(ResultSet rows) throws SQLException {
    var columns = settings.columns();
    for (var label :
        new @Nullable String[] {
          columns.username(),
          columns.password(),
          columns.subject(),
          columns.salt(),
          columns.name(),
          columns.email()
        }) {
      if (label != null) {
        int unused = rows.findColumn(label);
      }
    }
  }

  private Set<String> roles(Connection connection, SqlStatement sql, String username)
      throws SQLException {
    var roles = new HashSet<String>();
    try (var statement = bound(connection, sql, username)) {
      statement.setMaxRows(MAX_ROLES);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var role = unpadded(text(rows, 1));
          if (role != null && isKeepable(role)) {
            roles.addAll(mapped(role));
          }
        }
      }
    }
    return roles;
  }

  /** One that is no role of ours must not keep its user out. */
  private static boolean isKeepable(String role) {
    return !role.isBlank()
        && role.length() <= MAX_NAME
        && role.codePoints().noneMatch(Character::isISOControl);
  }

  /** The administrators' role is given only where a mapping names it (S85). */
  private Set<String> mapped(String role) {
    var kept = role.equals(settings.adminRole()) ? Set.<String>of() : Set.of(role);
    return settings.roleMapping().getOrDefault(role, kept);
  }

  private Set<String> defaultRoles() {
    var roles = new HashSet<>(settings.defaultRoles());
    roles.remove(settings.adminRole());
    return roles;
  }

  private PreparedStatement bound(Connection connection, SqlStatement sql, String username)
      throws SQLException {
    var statement = prepare(connection, sql);
    try {
      for (int i = 1; i <= sql.parameters().size(); i++) {
        statement.setString(i, username);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** The SQL is the operator's own; every value is bound. */
  private PreparedStatement prepare(Connection connection, SqlStatement sql) throws SQLException {
    var statement = connection.prepareStatement(sql.jdbc());
    try {
      statement.setQueryTimeout((int) settings.timeout().toSeconds());
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private boolean isMeant(String typed, String username) {
    return settings.ignoreCase() ? folded(typed).equals(folded(username)) : typed.equals(username);
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  private static @Nullable String optional(ResultSet rows, @Nullable String label)
      throws SQLException {
    return label == null ? null : unpadded(text(rows, rows.findColumn(label)));
  }

  /**
   * What a column holds. Databases fill CHAR up with spaces and BINARY with zeros, and drivers
   * write bytes as text each in its own way; a text that ends in spaces of its own stays as it is.
   */
  private static @Nullable String text(ResultSet rows, int column) throws SQLException {
    return switch (rows.getMetaData().getColumnType(column)) {
      case Types.CHAR, Types.NCHAR -> unpadded(rows.getString(column));
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          ofBytes(rows.getBytes(column));
      default -> rows.getString(column);
    };
  }

  private static @Nullable String ofBytes(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** Expressions over columns of type CHAR have their spaces, and another type. */
  private static @Nullable String unpadded(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  String mark(String subject, String stored, @Nullable String salt) {
    var text =
        subject.length()
            + ":"
            + subject
            + stored.length()
            + ":"
            + stored
            + (salt == null ? "" : salt);
    return key.id() + "." + HexFormat.of().formatHex(key.mac(MARK, text));
  }
}
