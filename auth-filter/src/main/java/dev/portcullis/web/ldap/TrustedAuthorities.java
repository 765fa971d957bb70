package dev.portcullis.web.ldap;

import dev.portcullis.Confidential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The authorities whose certificates a directory may show. */
final class TrustedAuthorities {

  private static final String PEM = "-----BEGIN";

  private TrustedAuthorities() {}

  /**
   * Reads them.
   *
   * @param file in PEM or a key store; null for those of the platform
   * @throws IllegalStateException if it cannot be read, or holds none
   */
  static TrustManager[] read(@Nullable Path file, Confidential password) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(file == null ? null : store(file, password));
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "the trust_store " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static KeyStore store(Path file, Confidential password)
      throws IOException, GeneralSecurityException {
    var content = Files.readAllBytes(file);
    var store =
        new String(content, StandardCharsets.ISO_8859_1).contains(PEM)
            ? ofPem(content)
            : KeyStore.getInstance(file.toFile(), password.reveal().toCharArray());
    boolean any = false;
    for (var aliases = store.aliases(); aliases.hasMoreElements(); ) {
      any |= store.isCertificateEntry(aliases.nextElement());
    }
    if (!any) {
      throw new GeneralSecurityException("it holds no certificate of an authority");
    }
    return store;
  }

  private static KeyStore ofPem(byte[] content) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (var certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(content))) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }
}
