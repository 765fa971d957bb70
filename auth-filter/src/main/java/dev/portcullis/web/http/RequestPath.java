package dev.portcullis.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request, read so that a rule sees what the container will serve (S80). Containers
 * differ over empty and dotted segments, encoded slashes, backslashes, semicolons and broken
 * encodings; a path with one of them is refused, and so is one that the container read otherwise
 * than this class.
 *
 * @param served the path below the context path, decoded, without path parameters, as the container
 *     maps it (the welcome file included)
 * @param asked the same as the client wrote it: a folder rather than its welcome file
 */
public record RequestPath(String served, String asked) {

  /**
   * Reads it.
   *
   * @return empty for a path that is to be refused
   */
  public static Optional<RequestPath> of(HttpServletRequest request) {
    var ours = canonical(request.getRequestURI());
    var context = request.getServletContext().getContextPath();
    if (ours == null || !ours.startsWith(context)) {
      return Optional.empty();
    }
    var below = ours.substring(context.length());
    var info = request.getPathInfo();
    var served = request.getServletPath() + (info == null ? "" : info);
    return agree(below, served)
        ? Optional.of(new RequestPath(orRoot(served), orRoot(below)))
        : Optional.empty();
  }

  private static String orRoot(String path) {
    return path.isEmpty() ? "/" : path;
  }

  private static boolean agree(String read, String served) {
    return served.equals(read)
        || (read.isEmpty() && served.equals("/"))
        || isWelcomeFile(read, served);
  }

  private static boolean isWelcomeFile(String read, String served) {
    return (read.isEmpty() || read.endsWith("/"))
        && served.startsWith(read.isEmpty() ? "/" : read)
        && served.indexOf('/', Math.max(1, read.length())) < 0;
  }

  private static @Nullable String canonical(@Nullable String uri) {
    if (uri == null || !uri.startsWith("/")) {
      return null;
    }
    var segments = uri.substring(1).split("/", -1);
    var path = new StringBuilder(uri.length());
    for (int i = 0; i < segments.length; i++) {
      var segment = decode(segments[i]);
      boolean last = i == segments.length - 1;
      // A path may end with a slash; a last segment that is only parameters could mean anything.
      boolean trailing = last && segments[i].isEmpty();
      if (segment == null || (segment.isEmpty() && !trailing) || isDots(segment)) {
        return null;
      }
      path.append('/').append(segment);
    }
    return path.toString();
  }

  private static boolean isDots(String segment) {
    return segment.equals(".") || segment.equals("..");
  }

  /** One segment without parameters, decoded once; null where its meaning is not certain. */
  private static @Nullable String decode(String raw) {
    int semicolon = raw.indexOf(';');
    var encoded = semicolon < 0 ? raw : raw.substring(0, semicolon);
    var bytes = new byte[encoded.length() * 3];
    int length = 0;
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int value = hex(encoded, i + 1);
        if (value < 0) {
          return null;
        }
        bytes[length++] = (byte) value;
        i += 2;
      } else if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else {
        return null;
      }
    }
    try {
      var decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
      return isPlain(decoded) ? decoded : null;
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }

  private static boolean isPlain(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      boolean control = c < ' ' || (c >= 0x7F && c < 0xA0);
      boolean encodedTwice = c == '%' && hex(segment, i + 1) >= 0;
      if (control || encodedTwice || c == '/' || c == '\\' || c == ';') {
        return false;
      }
    }
    return true;
  }

  /** The value of two hex digits, or -1. */
  private static int hex(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 || text.charAt(at) > 'f' || text.charAt(at + 1) > 'f'
        ? -1
        : high * 16 + low;
  }
}
