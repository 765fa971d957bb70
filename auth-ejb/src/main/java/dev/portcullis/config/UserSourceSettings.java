package dev.portcullis.config;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The application's own user table: {@code auth.providers.local.user_source}.
 *
 * @param datasource JNDI name
 * @param issuer what accounts of this source are bound to; stays when anything else changes
 * @param passwordSql finds a user by name
 * @param rolesSql the roles of a user, or null: everybody has the default roles
 * @param updateSql changes a password, or null: the source is only read
 * @param columns where the properties of a user are
 * @param ignoreCase whether the name in the row may differ from the typed one in case
 * @param format of the stored passwords
 * @param digest of stored digests; null unless configured
 * @param defaultRoles of users for whom the source knows none
 * @param roleMapping the roles here for each role there; one that is not there keeps its name
 * @param adminRole granted by the source only where a mapping names it (S85)
 * @param timeout of each statement
 * @param changeHint where passwords are changed, in words, or null
 * @param changeUrl where passwords are changed, or null
 */
public record UserSourceSettings(
    String datasource,
    String issuer,
    SqlStatement passwordSql,
    @Nullable SqlStatement rolesSql,
    @Nullable SqlStatement updateSql,
    Columns columns,
    boolean ignoreCase,
    LegacyFormat format,
    @Nullable DigestSettings digest,
    Set<String> defaultRoles,
    Map<String, Set<String>> roleMapping,
    String adminRole,
    Duration timeout,
    @Nullable String changeHint,
    @Nullable String changeUrl) {

  /** What stands before the colon in the name of an account whose own was taken (S83). */
  public static final String PROVIDER = "user_source";

  /**
   * Labels of the columns of {@code password_sql}.
   *
   * @param username the name as the row has it
   * @param password the stored password
   * @param subject what identifies a user for good, or null: the name does
   * @param salt or null
   * @param name the name to show, or null
   * @param email or null
   */
  public record Columns(
      String username,
      String password,
      @Nullable String subject,
      @Nullable String salt,
      @Nullable String name,
      @Nullable String email) {}

  public UserSourceSettings {
    defaultRoles = Set.copyOf(defaultRoles);
    roleMapping = Map.copyOf(roleMapping);
  }
}
