package dev.portcullis.config;

import dev.portcullis.config.file.BadValueException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The form of {@code auth.public_url}. It is compared with the {@code Origin} of requests and put
 * before paths, so it is brought to one spelling: lower-case host, no default port, no slash at its
 * end.
 */
final class PublicUrl {

  static final String ALLOWED =
      "an address such as https://app.example.com/shop; http only for localhost; without user,"
          + " query and fragment";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|[a-z0-9-]{1,63}\\.localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

  private PublicUrl() {}

  static URI parse(String text) throws BadValueException {
    var uri = uri(text);
    var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || uri.isOpaque()) {
      throw new BadValueException("has no scheme or no host");
    }
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    if (uri.getRawUserInfo() != null) {
      throw new BadValueException("has a user in it");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new BadValueException("has a query or a fragment");
    }
    boolean plain = scheme.equals("http") && LOOPBACK.matcher(host).matches();
    if (!scheme.equals("https") && !plain) {
      throw new BadValueException("is not https");
    }
    return URI.create(scheme + "://" + host + port(uri, scheme) + path(uri));
  }

  private static URI uri(String text) throws BadValueException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new BadValueException("is not an address");
    }
  }

  private static String port(URI uri, String scheme) throws BadValueException {
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new BadValueException("has a port that does not exist");
    }
    int usual = scheme.equals("https") ? 443 : 80;
    return uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
  }

  private static String path(URI uri) throws BadValueException {
    var path = uri.getRawPath().replaceFirst("/$", "");
    for (var segment : path.isEmpty() ? new String[0] : path.substring(1).split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new BadValueException("has an empty or dotted segment in its path");
      }
    }
    if (path.contains("%") || path.contains(";")) {
      throw new BadValueException("has a percent sign or semicolon in its path");
    }
    return path;
  }
}
