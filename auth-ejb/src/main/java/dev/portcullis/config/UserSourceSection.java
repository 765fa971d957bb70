package dev.portcullis.config;

import dev.portcullis.config.UserSourceSettings.Columns;
import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth.providers.local.user_source}; the keys of digests are in DigestSection. */
final class UserSourceSection {

  static final String PATH = "auth.providers.local.user_source.";

  private static final List<String> SELECT_PARAMETERS = List.of("username");
  private static final List<String> UPDATE_PARAMETERS =
      List.of("password", "username", "old_password", "salt", "old_salt");
  private static final Pattern COLUMN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$#]{0,127}");
  private static final Pattern SELECT =
      Pattern.compile("(?is)(?:select|with|values)\\b.*"); // what only reads

  static final Key<String> DATASOURCE =
      Key.of(
          PATH + "datasource",
          GeneralSection.DATASOURCE.type(),
          "The server's datasource that holds the application's users. Required.");
  static final Key<String> ISSUER =
      Key.of(
              PATH + "issuer",
              ValueTypes.text("name", "1 to 255 characters", Pattern.compile("[!-~]{1,255}")),
              "What accounts of this source are bound to. Never change it: the accounts would be"
                  + " made anew.")
          .defaultsTo("user_source");
  static final Key<SqlStatement> PASSWORD_SQL =
      Key.of(
          PATH + "password_sql",
          sql(SELECT_PARAMETERS, true),
          "Finds a user by name, `?` or `:username`; one row or none. Required.");
  static final Key<SqlStatement> ROLES_SQL =
      Key.of(
          PATH + "roles_sql",
          sql(SELECT_PARAMETERS, true),
          "Finds a user's roles, in the first column; the parameter is the name as the row has it.");
  static final Key<SqlStatement> UPDATE_SQL =
      Key.of(
          PATH + "update_sql",
          sql(UPDATE_PARAMETERS, false),
          "Changes a password: `:password`, `:username`, `:old_password`, and with a salt column"
              + " `:salt`. Without it the source is only read.");
  static final Key<String> USERNAME_COLUMN =
      column("username_column", "the name, as the row has it").defaultsTo("username");
  static final Key<String> PASSWORD_COLUMN =
      column("password_column", "the stored password").defaultsTo("password");
  static final Key<String> SUBJECT_COLUMN =
      column("subject_column", "what identifies a user for good; without it the name does");
  static final Key<String> SALT_COLUMN = column("salt_column", "the salt of a digest");
  static final Key<String> NAME_COLUMN = column("name_column", "the name to show");
  static final Key<String> EMAIL_COLUMN = column("email_column", "the e-mail address");
  static final Key<Boolean> IGNORE_CASE =
      Key.of(
              PATH + "ignore_case",
              ValueTypes.flag(),
              "Whether the name in the row may differ from the typed one in case.")
          .defaultsTo("false");
  static final Key<LegacyFormat> HASH =
      Key.of(
              PATH + "hash",
              ValueTypes.choice(LegacyFormat.class),
              "How passwords are stored. `auto`: as each value itself says; digests and plain"
                  + " text do not, and have to be named.")
          .defaultsTo("auto");
  static final Key<Boolean> ALLOW_PLAIN_TEXT =
      Key.of(
              PATH + "allow_plain_text",
              ValueTypes.flag(),
              "Must be true for `hash: plain`. The start warns.")
          .defaultsTo("false");
  static final Key<String> DEFAULT_ROLES =
      Key.list(
              PATH + "default_roles",
              ValueTypes.text(),
              "Roles of users for whom the source knows none.")
          .defaultsTo("user");
  static final Key<String> ROLE_MAPPING =
      Key.list(
          PATH + "role_mapping.*",
          GeneralSection.roleName(),
          "The roles here for the source's role of that name. A role that is not mapped keeps its"
              + " name, except `auth.admin_role`, which is left out.");
  static final Key<Duration> TIMEOUT =
      Key.of(
              PATH + "timeout",
              ValueTypes.duration("1s", "60s"),
              "After that long a statement is given up and the login answered 503.")
          .defaultsTo("5s");
  static final Key<String> CHANGE_HINT =
      Key.of(
          PATH + "change_password_hint",
          ValueTypes.text(),
          "Where users change their password, in words; told where the source is only read.");
  static final Key<String> CHANGE_URL =
      Key.of(
          PATH + "change_password_url",
          ValueTypes.text(
              "URL", "an https address, or a path", Pattern.compile("(?:https://|/)[!-~]{0,1000}")),
          "Where users change their password; linked where the source is only read.");

  static final List<Key<?>> KEYS =
      List.of(
          DATASOURCE,
          ISSUER,
          PASSWORD_SQL,
          ROLES_SQL,
          UPDATE_SQL,
          USERNAME_COLUMN,
          PASSWORD_COLUMN,
          SUBJECT_COLUMN,
          SALT_COLUMN,
          NAME_COLUMN,
          EMAIL_COLUMN,
          IGNORE_CASE,
          HASH,
          ALLOW_PLAIN_TEXT,
          DEFAULT_ROLES,
          ROLE_MAPPING,
          TIMEOUT,
          CHANGE_HINT,
          CHANGE_URL);

  private static final SqlStatement NONE = new SqlStatement("", List.of());

  private UserSourceSection() {}

  /** Reads it; null where there is no such section. */
  static @Nullable UserSourceSettings read(Section in, String adminRole) {
    if (!in.isPresent()) {
      return null;
    }
    var datasource = in.require(DATASOURCE, "is missing", "Write the JNDI name of a datasource.");
    var passwordSql =
        in.require(
            PASSWORD_SQL,
            "is missing",
            "Write it as in \"SELECT username, password FROM users WHERE username = ?\".");
    var updateSql = in.find(UPDATE_SQL).orElse(null);
    var format = in.read(HASH);
    checkPlainText(in, format);
    var digest = DigestSection.read(in, format);
    var columns =
        new Columns(
            in.read(USERNAME_COLUMN),
            in.read(PASSWORD_COLUMN),
            in.find(SUBJECT_COLUMN).orElse(null),
            in.find(SALT_COLUMN).orElse(null),
            in.find(NAME_COLUMN).orElse(null),
            in.find(EMAIL_COLUMN).orElse(null));
    checkUpdate(in, updateSql, columns);
    return new UserSourceSettings(
        datasource.orElse(""),
        in.read(ISSUER),
        passwordSql.orElse(NONE),
        in.find(ROLES_SQL).orElse(null),
        updateSql,
        columns,
        in.read(IGNORE_CASE),
        format,
        digest,
        in.readList(DEFAULT_ROLES),
        in.section("role_mapping").readLists(ROLE_MAPPING),
        adminRole,
        in.read(TIMEOUT),
        in.find(CHANGE_HINT).orElse(null),
        in.find(CHANGE_URL).orElse(null));
  }

  private static void checkPlainText(Section in, LegacyFormat format) {
    boolean allowed = in.read(ALLOW_PLAIN_TEXT);
    if (format == LegacyFormat.PLAIN && !allowed) {
      in.refuse(
          HASH,
          "is plain: whoever reads that table knows every password",
          "Write \"allow_plain_text: true\" beside it if it must be so.");
    }
    if (format == LegacyFormat.PLAIN && allowed) {
      in.warn("hash", "is plain: whoever reads that table knows every password");
    }
    if (format != LegacyFormat.PLAIN && allowed) {
      in.refuse(
          ALLOW_PLAIN_TEXT,
          "is set, and hash is not plain",
          "Remove it, or write \"hash: plain\".");
    }
  }

  private static void checkUpdate(Section in, @Nullable SqlStatement update, Columns columns) {
    if (update == null) {
      return;
    }
    for (var name : List.of("password", "username", "old_password")) {
      needs(in, update, name);
    }
    if (columns.salt() != null) {
      needs(in, update, "salt");
    } else if (update.parameters().contains("salt") || update.parameters().contains("old_salt")) {
      in.refuse(UPDATE_SQL, "sets a salt, and there is no salt_column", "Name the salt's column.");
    }
  }

  private static void needs(Section in, SqlStatement update, String name) {
    if (!update.parameters().contains(name)) {
      in.refuse(
          UPDATE_SQL,
          "does not use :" + name,
          "Write it as in \"UPDATE users SET password = :password WHERE username = :username AND"
              + " password = :old_password\".");
    }
  }

  private static Key<String> column(String name, String what) {
    return Key.of(
        PATH + name,
        ValueTypes.text("column", "the label of a column", COLUMN),
        "The column of `password_sql` that holds " + what + ".");
  }

  private static ValueType<SqlStatement> sql(List<String> parameters, boolean reads) {
    return ValueType.of(
        "SQL",
        (reads ? "one SELECT" : "one UPDATE")
            + " with "
            + (parameters.size() == 1 ? "? or " : "")
            + ":"
            + String.join(", :", parameters),
        text -> {
          var sql = text.strip();
          if (sql.isEmpty() || sql.length() > 8000) {
            throw new BadValueException("is empty or longer than 8000 characters");
          }
          if (reads != SELECT.matcher(sql).matches()) {
            throw new BadValueException(
                reads ? "does not begin with SELECT or WITH" : "begins with SELECT");
          }
          var statement = SqlStatement.parse(sql, parameters);
          if (!statement.parameters().contains("username")) {
            throw new BadValueException("does not ask for one user");
          }
          return statement;
        });
  }
}
