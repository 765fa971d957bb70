package dev.portcullis.web.request;

import dev.portcullis.config.CertificateSettings.ProxyHeader;
import dev.portcullis.web.http.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a client's certificate is: with the container that ended TLS, or in a header of a proxy
 * that did. A header of anybody else counts for nothing, and the application does not see it (S40).
 */
final class ClientCertificates {

  private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";
  private static final String CLIENT_CERT = "Client-Cert";
  private static final String CHAIN = "Client-Cert-Chain";
  private static final String X_SSL = "X-SSL-Client-Cert";
  private static final Set<String> HEADERS =
      Set.of("client-cert", "client-cert-chain", "x-ssl-client-cert");
  private static final int LONGEST = 32 * 1024;
  private static final int MOST = 10;
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*)-----END CERTIFICATE-----\\s*");

  private final ProxyHeader header;
  private final ClientAddress addresses;

  ClientCertificates(ProxyHeader header, ClientAddress addresses) {
    this.header = header;
    this.addresses = addresses;
  }

  /**
   * The client's own certificate and what came with it; empty where there is none. Behind a proxy
   * the container's is the proxy's, and is never taken for the client's.
   *
   * @throws CertificateException if a proxy sent what is none
   */
  List<X509Certificate> of(HttpServletRequest request) throws CertificateException {
    if (header == ProxyHeader.NONE || !addresses.isFromProxy(request)) {
      return request.getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain
          ? List.of(chain)
          : List.of();
    }
    return header == ProxyHeader.CLIENT_CERT ? ofClientCert(request) : ofPem(request);
  }

  /** RFC 9440 2: byte sequences of RFC 8941, the chain a list of them. */
  private static List<X509Certificate> ofClientCert(HttpServletRequest request)
      throws CertificateException {
    var own = only(request, CLIENT_CERT);
    if (own == null) {
      return List.of();
    }
    var found = new ArrayList<>(List.of(byteSequence(own)));
    for (var line : Collections.list(request.getHeaders(CHAIN))) {
      for (var item : line.split(",", MOST)) {
        found.add(byteSequence(item));
      }
    }
    return found;
  }

  private static X509Certificate byteSequence(String item) throws CertificateException {
    var text = item.strip();
    if (text.length() < 2 || !text.startsWith(":") || !text.endsWith(":")) {
      throw new CertificateException("Not a byte sequence");
    }
    return decode(text.substring(1, text.length() - 1));
  }

  /** As nginx ({@code $ssl_client_escaped_cert}) and, in one line, Apache and HAProxy write it. */
  private static List<X509Certificate> ofPem(HttpServletRequest request)
      throws CertificateException {
    var sent = only(request, X_SSL);
    // Apache writes this where there is none.
    if (sent == null || sent.isBlank() || sent.equals("(null)")) {
      return List.of();
    }
    var parts = PEM.matcher(sent.contains("%") ? unescaped(sent) : sent);
    if (!parts.matches()) {
      throw new CertificateException("Not PEM");
    }
    return List.of(decode(parts.group(1).replaceAll("\\s", "")));
  }

  private static String unescaped(String text) throws CertificateException {
    try {
      // A plus is one of base64, and no space.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException broken) {
      throw new CertificateException("Not URL-encoded", broken);
    }
  }

  private static X509Certificate decode(String base64) throws CertificateException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException broken) {
      throw new CertificateException("Not base64", broken);
    }
  }

  /** The one header of that name, or null; two of them were written by two. */
  private static @Nullable String only(HttpServletRequest request, String name)
      throws CertificateException {
    var lines = Collections.list(request.getHeaders(name));
    if (lines.size() > 1 || (lines.size() == 1 && lines.get(0).length() > LONGEST)) {
      throw new CertificateException("More than one, or too long");
    }
    return lines.isEmpty() ? null : lines.get(0);
  }

  /** The request as the application may see it: without what no proxy of ours wrote. */
  HttpServletRequest stripped(HttpServletRequest request) {
    boolean sent =
        Collections.list(request.getHeaderNames()).stream().anyMatch(ClientCertificates::isOurs);
    return sent && !addresses.isFromProxy(request) ? new Stripped(request) : request;
  }

  private static boolean isOurs(String name) {
    return HEADERS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** A request without those headers. */
  private static final class Stripped extends HttpServletRequestWrapper {

    Stripped(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
      return isOurs(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return isOurs(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      var names = new ArrayList<>(Collections.list(super.getHeaderNames()));
      names.removeIf(ClientCertificates::isOurs);
      return Collections.enumeration(names);
    }
  }
}
