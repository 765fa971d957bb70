package dev.portcullis.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which address clients know the application. It comes from {@code auth.public_url} alone,
 * never from a header that a client can write (S40). Without that setting only requests to this
 * very machine are answered.
 */
public final class PublicAddress {

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
      var uri = new URI(sent);
      return uri.getScheme() != null
          && uri.getHost() != null
          && origin(uri.getScheme(), uri.getHost(), uri.getPort()).equals(origin(request));
    } catch (URISyntaxException notAnOrigin) {
      return false;
    }
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
