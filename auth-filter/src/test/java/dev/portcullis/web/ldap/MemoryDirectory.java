package dev.portcullis.web.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.ldif.LDIFReader;
import dev.portcullis.testing.TestCertificates.Issued;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** UnboundID's directory in memory. */
final class MemoryDirectory extends RunningDirectory {

  private final InMemoryDirectoryServer server;

  MemoryDirectory() {
    this(AUTHORITY.issue(AUTHORITY.server(Instant.now()).host("localhost")), null);
  }

  /**
   * @param shown its certificate
   * @param interceptor of operations, or null
   */
  MemoryDirectory(Issued shown, @Nullable InMemoryOperationInterceptor interceptor) {
    this(shown, interceptor, PEOPLE, 0);
  }

  MemoryDirectory(
      Issued shown, @Nullable InMemoryOperationInterceptor interceptor, String ldif, int port) {
    try {
      var config = new InMemoryDirectoryServerConfig(BASE);
      config.addAdditionalBindCredentials(MANAGER, MANAGER_PASSWORD);
      config.setSchema(ldif.equals(PEOPLE) ? withGroupsOfUnix() : null);
      var tls = context(shown);
      var host = InetAddress.getLoopbackAddress();
      config.setListenerConfigs(
          InMemoryListenerConfig.createLDAPConfig("plain", host, port, tls.getSocketFactory()),
          InMemoryListenerConfig.createLDAPSConfig(
              "tls", host, 0, tls.getServerSocketFactory(), tls.getSocketFactory()));
      if (interceptor != null) {
        config.addInMemoryOperationInterceptor(interceptor);
      }
      server = new InMemoryDirectoryServer(config);
      var unused =
          server.importFromLDIF(
              true,
              new LDIFReader(new ByteArrayInputStream(ldif.getBytes(StandardCharsets.UTF_8))));
      server.startListening();
    } catch (LDAPException | GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RFC 2307, as far as it is about groups. */
  private static Schema withGroupsOfUnix() throws LDAPException {
    return Schema.mergeSchemas(
        Schema.getDefaultStandardSchema(),
        new Schema(
            new Entry(
                "cn=schema",
                new Attribute("objectClass", "subschema"),
                new Attribute(
                    "attributeTypes",
                    "( 1.3.6.1.1.1.1.1 NAME 'gidNumber' SYNTAX 1.3.6.1.4.1.1466.115.121.1.27"
                        + " SINGLE-VALUE )",
                    "( 1.3.6.1.1.1.1.12 NAME 'memberUid' SYNTAX 1.3.6.1.4.1.1466.115.121.1.26 )"),
                new Attribute(
                    "objectClasses",
                    "( 1.3.6.1.1.1.2.2 NAME 'posixGroup' SUP top STRUCTURAL"
                        + " MUST ( cn $ gidNumber ) MAY memberUid )"))));
  }

  private static SSLContext context(Issued shown) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", shown.keys().getPrivate(), new char[0], new Certificate[] {shown.certificate()});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  InMemoryDirectoryServer server() {
    return server;
  }

  @Override
  int port() {
    return server.getListenPort("plain");
  }

  @Override
  int tlsPort() {
    return server.getListenPort("tls");
  }

  @Override
  public void close() {
    server.shutDown(true);
  }
}
