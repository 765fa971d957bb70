package dev.portcullis.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which address clients know the application. It comes from {@code auth.public_url} alone,
 * never from a header that a client can write (S40). Without that setting only requests to this
 * very machine are answered.
 */
public final class PublicAddress {

  private static final String UNSAFE = "\"<>\\^`{|}";
  private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

  private final @Nullable URI url;
  private final String contextPath;

  /**
   * @param url {@code auth.public_url}, or null
   * @param contextPath the servlet context's path, used where there is no such setting
   */
  public PublicAddress(@Nullable URI url, String contextPath) {
    this.url = url;
    this.contextPath = contextPath;
  }

  /** Whether the request may be answered: always with a public address, else only on localhost. */
  public boolean answers(HttpServletRequest request) {
    return url != null || isLocal(request.getServerName());
  }

  /** Whether clients are on this very machine only: there is no public address, or a local one. */
  public boolean isForThisMachineAlone() {
    return url == null || isLocal(url.getHost());
  }

  /** Scheme, host and port as a browser writes them into {@code Origin}. */
  public String origin(HttpServletRequest request) {
    return url != null
        ? origin(url.getScheme(), url.getHost(), url.getPort())
        : origin(request.getScheme(), request.getServerName(), request.getServerPort());
  }

  /** Whether the request's {@code Origin} is ours. False where there is none, or {@code null}. */
  public boolean isSameOrigin(HttpServletRequest request) {
    var sent = request.getHeader("Origin");
    if (sent == null) {
      return false;
    }
    try {
      return isSameOrigin(new URI(sent), request);
    } catch (URISyntaxException notAnOrigin) {
      return false;
    }
  }

  /** Whether an address is of our origin. */
  boolean isSameOrigin(URI uri, HttpServletRequest request) {
    return uri.getScheme() != null
        && uri.getHost() != null
        && origin(uri.getScheme(), uri.getHost(), uri.getPort()).equals(origin(request));
  }

  /**
   * What was asked for, path and query, as a client sees it and without path parameters. Characters
   * that an address may not hold, and some browsers send, are encoded.
   */
  public String target(HttpServletRequest request) {
    var uri = request.getRequestURI();
    var below =
        uri.startsWith(request.getContextPath())
            ? uri.substring(request.getContextPath().length())
            : "/";
    var query = request.getQueryString();
    return path() + below.replaceAll(";[^/]*", "") + (query == null ? "" : "?" + encoded(query));
  }

  private static String encoded(String query) {
    var text = new StringBuilder(query.length());
    for (byte b : query.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c <= ' ' || c >= 0x7F || UNSAFE.indexOf(c) >= 0) {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** Whether clients come over https; the configuration allows plain http for localhost only. */
  public boolean isSecure() {
    return url != null && "https".equalsIgnoreCase(url.getScheme());
  }

  /** The path that every address of the application begins with, as a client sees it. */
  public String path() {
    var path = url == null ? contextPath : url.getPath();
    return path == null || path.equals("/") ? "" : path;
  }

  /** Whether that host is this very machine. */
  public static boolean isLocal(String host) {
    return LOCAL_HOSTS.contains(host.toLowerCase(Locale.ROOT))
        || host.equals("::1")
        || host.equals("0:0:0:0:0:0:0:1");
  }

  private static String origin(String scheme, String host, int port) {
    var s = scheme.toLowerCase(Locale.ROOT);
    boolean defaultPort =
        port < 0 || (s.equals("https") && port == 443) || (s.equals("http") && port == 80);
    return s + "://" + host.toLowerCase(Locale.ROOT) + (defaultPort ? "" : ":" + port);
  }
}
