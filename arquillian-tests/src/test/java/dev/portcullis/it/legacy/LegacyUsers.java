package dev.portcullis.it.legacy;

import dev.portcullis.it.server.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The people of the legacy applications in tables of their own: the ledger's as GlassFish's
 * JDBCRealm had them (MD5 in hex), the depot's as JBoss's DatabaseServerLoginModule (SHA-256 in
 * Base64).
 */
public final class LegacyUsers {

  private LegacyUsers() {}

  /** Makes the tables anew, with everybody in them; to be called before a server starts. */
  public static void make() {
    run(
        "DROP TABLE IF EXISTS usertable",
        "DROP TABLE IF EXISTS grouptable",
        "DROP TABLE IF EXISTS Principals",
        "DROP TABLE IF EXISTS Roles",
        "CREATE TABLE usertable (userid VARCHAR(80) PRIMARY KEY, password VARCHAR(80) NOT NULL)",
        "CREATE TABLE grouptable (userid VARCHAR(80) NOT NULL, groupid VARCHAR(80) NOT NULL)",
        "CREATE TABLE Principals (PrincipalID CHAR(20) PRIMARY KEY, Password VARCHAR(80))",
        "CREATE TABLE Roles (PrincipalID CHAR(20), Role VARCHAR(80), RoleGroup VARCHAR(80))");
    for (String person : List.of("clerk", "leaving", "moving", "shown")) {
      clerk(person, password(person));
    }
    clerk("chief", password("chief"));
    run("INSERT INTO grouptable VALUES ('chief', 'editor')");
    for (String person : List.of("keeper", "packer", "changer", "late", "scripted")) {
      String stored = base64("SHA-256", password(person));
      run(
          "INSERT INTO Principals VALUES ('" + person + "', '" + stored + "')",
          "INSERT INTO Roles VALUES ('" + person + "', 'user', 'Roles')");
    }
    run("INSERT INTO Roles VALUES ('keeper', 'keeper', 'Roles')");
  }

  /** The password of a person at the beginning. */
  public static String password(String person) {
    return person + "2014";
  }

  private static void clerk(String name, String password) {
    run(
        "INSERT INTO usertable VALUES ('" + name + "', '" + md5(password) + "')",
        "INSERT INTO grouptable VALUES ('" + name + "', 'user')");
  }

  /** Executes statements in the applications' database. */
  public static void run(String... statements) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the depot's table holds for somebody's password. */
  public static String storedByDepot(String person) {
    try (var connection = connect();
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT Password FROM Principals WHERE PrincipalID = '" + person + "'")) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(TestDatabases.get().applicationUrl(), "sa", "sa");
  }

  private static String md5(String password) {
    return HexFormat.of().formatHex(digest("MD5", password));
  }

  public static String base64(String algorithm, String password) {
    return Base64.getEncoder().encodeToString(digest(algorithm, password));
  }

  private static byte[] digest(String algorithm, String password) {
    try {
      return MessageDigest.getInstance(algorithm).digest(password.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
