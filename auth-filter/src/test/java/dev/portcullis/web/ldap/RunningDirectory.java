package dev.portcullis.web.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import dev.portcullis.testing.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** A directory that runs, with the people and groups of {@link #PEOPLE}. */
abstract class RunningDirectory implements AutoCloseable {

  static final String BASE = "dc=example,dc=com";
  static final String MANAGER = "cn=manager,dc=example,dc=com";
  static final String MANAGER_PASSWORD = "seven lazy managers";
  static final String READER = "cn=reader,ou=system,dc=example,dc=com";
  static final String READER_PASSWORD = "seven lazy readers";
  static final String PASSWORD = "seven lazy herons";

  static final String PEOPLE =
      """
      dn: dc=example,dc=com
      objectClass: dcObject
      objectClass: organization
      o: Example
      dc: example

      dn: ou=people,dc=example,dc=com
      objectClass: organizationalUnit
      ou: people

      dn: ou=groups,dc=example,dc=com
      objectClass: organizationalUnit
      ou: groups

      dn: ou=system,dc=example,dc=com
      objectClass: organizationalUnit
      ou: system

      dn: cn=reader,ou=system,dc=example,dc=com
      objectClass: organizationalRole
      objectClass: simpleSecurityObject
      cn: reader
      userPassword: seven lazy readers

      dn: uid=alice,ou=people,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: alice
      cn: Alice Liddell
      sn: Liddell
      mail: alice@example.com
      userPassword: seven lazy herons

      dn: uid=bob,ou=people,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: bob
      cn: Bob
      sn: Bob
      userPassword: seven lazy herons

      dn: cn=Doe\\, Jane \\2B Co,ou=people,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: jane,doe+co
      cn: Doe, Jane + Co
      sn: Doe
      userPassword: seven lazy herons

      dn: cn=one,ou=people,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: twin
      cn: one
      sn: one
      userPassword: seven lazy herons

      dn: cn=two,ou=people,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: twin
      cn: two
      sn: two
      userPassword: seven lazy herons

      dn: cn=staff,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: staff
      member: uid=alice,ou=people,dc=example,dc=com
      member: cn=Doe\\, Jane \\2B Co,ou=people,dc=example,dc=com

      dn: cn=editors,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: editors
      member: cn=staff,ou=groups,dc=example,dc=com
      member: cn=readers,ou=groups,dc=example,dc=com

      dn: cn=readers,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: readers
      member: cn=editors,ou=groups,dc=example,dc=com

      dn: cn=unix,ou=groups,dc=example,dc=com
      objectClass: posixGroup
      cn: unix
      gidNumber: 1000
      memberUid: bob
      """;

  static final TestCertificates AUTHORITY = authority();

  private static TestCertificates authority() {
    return new TestCertificates("Directories", Instant.now());
  }

  /** Without TLS, on this machine. */
  abstract int port();

  /** With TLS from the beginning. */
  abstract int tlsPort();

  String url() {
    return "ldap://localhost:" + port();
  }

  String tlsUrl() {
    return "ldaps://localhost:" + tlsPort();
  }

  /** As the manager, for the tests. */
  LDAPConnection connect() throws LDAPException {
    return new LDAPConnection("127.0.0.1", port(), MANAGER, MANAGER_PASSWORD);
  }

  /** Records of LDIF, changes too. */
  void change(String ldif) {
    try (var connection = connect();
        var reader = new LDIFReader(new BufferedReader(new StringReader(ldif)))) {
      for (var change = reader.readChangeRecord(true);
          change != null;
          change = reader.readChangeRecord(true)) {
        var unused = change.processChange(connection);
      }
    } catch (LDAPException | LDIFException | IOException e) {
      throw new AssertionError(ldif, e);
    }
  }

  @Override
  public abstract void close();

  /** The settings of this directory, with more lines. */
  String yaml(String... more) {
    return settings(url(), more);
  }

  /** Lines that are in place of those of the same key, or more. */
  static String settings(String servers, String... changed) {
    var lines =
        new ArrayList<>(
            List.of(
                "server: \"" + servers + "\"",
                "base_dn: dc=example,dc=com",
                "bind_dn: cn=reader,ou=system,dc=example,dc=com",
                "bind_password: seven lazy readers",
                "user_search_base: ou=people,dc=example,dc=com",
                "user_search_filter: (uid=%s)",
                "group_search_base: ou=groups,dc=example,dc=com",
                // A busy machine is not an outage.
                "connect_timeout: 20s",
                "response_timeout: 20s"));
    for (var line : changed) {
      lines.removeIf(l -> l.startsWith(line.substring(0, line.indexOf(':') + 1)));
      if (!line.endsWith(":")) {
        lines.add(line);
      }
    }
    return """
    auth:
      encryption_key: ${AUTH_ENCRYPTION_KEY}
      providers:
        jwt: {issuer: test, audience: test}
        ldap:
    """
        + String.join("", lines.stream().map(line -> "      " + line + "\n").toList());
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path authorityFile() {
    try {
      return AUTHORITY.writeTo(Path.of("target", "ldap"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path write(String name, String content) throws IOException {
    var folder = Files.createDirectories(Path.of("target", "ldap").toAbsolutePath());
    return Files.writeString(Files.createTempFile(folder, name, ".pem"), content);
  }

  /** With the public half in it, which GnuTLS wants (RFC 5915). */
  static String pem(KeyPair keys) {
    var key =
        new ECPrivateKey(
            256,
            ((java.security.interfaces.ECPrivateKey) keys.getPrivate()).getS(),
            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()).getPublicKeyData(),
            SECObjectIdentifiers.secp256r1);
    try {
      return "-----BEGIN EC PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(key.getEncoded())
          + "\n-----END EC PRIVATE KEY-----\n";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(X509Certificate certificate) {
    return TestCertificates.pem(certificate);
  }
}
