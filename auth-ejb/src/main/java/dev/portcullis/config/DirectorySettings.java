package dev.portcullis.config;

import dev.portcullis.Confidential;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One directory: {@code auth.providers.ldap}, or one of its {@code directories}.
 *
 * @param name what a login asks for, and what stands before the colon in a name that was taken
 *     (S83)
 * @param issuer what accounts of this directory are bound to; stays when anything else changes
 * @param kind how it says things
 * @param connection how it is reached
 * @param people where people are
 * @param groups where groups are
 * @param roles what groups give
 * @param changeHint where passwords are changed, in words, or null
 * @param changeUrl where passwords are changed, or null
 */
public record DirectorySettings(
    String name,
    String issuer,
    DirectoryKind kind,
    Connection connection,
    People people,
    Groups groups,
    Roles roles,
    @Nullable String changeHint,
    @Nullable String changeUrl) {

  /**
   * How a directory is reached.
   *
   * @param servers the first that answers is asked
   * @param startTls whether TLS begins within the connection
   * @param trustStore the authorities whose certificates are accepted, or null for the platform's
   * @param trustStorePassword empty for PEM
   * @param checkHostName whether the certificate must be the host's own (S59)
   * @param bindDn as whom it is searched, or null: as nobody
   * @param bindPassword of that entry
   * @param connectTimeout of each server
   * @param responseTimeout of each question
   * @param poolSize most connections, of searches and of people each
   * @param poolWait how long a login waits for one
   */
  public record Connection(
      List<URI> servers,
      boolean startTls,
      @Nullable Path trustStore,
      Confidential trustStorePassword,
      boolean checkHostName,
      @Nullable String bindDn,
      Confidential bindPassword,
      Duration connectTimeout,
      Duration responseTimeout,
      int poolSize,
      Duration poolWait) {

    public Connection {
      servers = List.copyOf(servers);
    }
  }

  /**
   * Where people are.
   *
   * @param base DN below which they are
   * @param filter with {@code %s} for the name that was typed
   * @param usernameAttribute their name, as the filter finds it
   * @param subjectAttribute what identifies them for good; {@code dn} for the DN
   * @param nameAttribute the name to show
   * @param emailAttribute the e-mail address
   */
  public record People(
      String base,
      String filter,
      String usernameAttribute,
      String subjectAttribute,
      String nameAttribute,
      String emailAttribute) {}

  /**
   * Where groups are.
   *
   * @param source how those of somebody are found
   * @param base DN below which they are
   * @param filter with {@code %s} for the DN of a member and {@code %u} for the name
   * @param nameAttribute their name
   * @param nested whether members of a group within a group are members
   */
  public record Groups(
      GroupSource source, String base, String filter, String nameAttribute, boolean nested) {}

  /**
   * What groups give.
   *
   * @param defaults of people whose groups give none
   * @param mapping the roles for a group's name or DN; while it is empty names are roles
   * @param adminRole given only where the mapping names it (S85)
   */
  public record Roles(Set<String> defaults, Map<String, Set<String>> mapping, String adminRole) {

    public Roles {
      defaults = Set.copyOf(defaults);
      mapping = Map.copyOf(mapping);
    }
  }

  /** Directories that say the same in different ways. */
  public enum DirectoryKind {
    /** OpenLDAP and whatever keeps to the standards. */
    LDAP,
    /** Microsoft's, and Samba's. */
    ACTIVE_DIRECTORY
  }

  /** How the groups of somebody are found. */
  public enum GroupSource {
    /** By a search for groups that have them as a member. */
    SEARCH,
    /** By what stands in {@code memberOf} of their own entry. */
    MEMBER_OF
  }
}
