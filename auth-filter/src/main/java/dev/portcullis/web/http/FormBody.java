package dev.portcullis.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The body of a form that was sent to the application. Something ahead of us may have had the
 * container read it (CDI looks for a conversation's id where there is an HttpSession): then it is
 * made again from the parameters, byte for byte but for the spelling of escapes.
 */
public final class FormBody {

  private FormBody() {}

  /**
   * Reads it, and never more than one byte over the limit.
   *
   * @return empty if it is larger, or not all there
   */
  public static Optional<byte[]> read(HttpServletRequest request, int limit) throws IOException {
    long announced = request.getContentLengthLong();
    if (announced > limit) {
      return Optional.empty();
    }
    var body = request.getInputStream().readNBytes(limit + 1);
    if (body.length == 0 && announced != 0) {
      body = fromParameters(request);
    } else if (announced >= 0 && body.length != announced) {
      return Optional.empty();
    }
    return body.length > limit ? Optional.empty() : Optional.of(body);
  }

  private static byte[] fromParameters(HttpServletRequest request) {
    // As the container decoded them, so that the bytes are those that came.
    var charset = RequestCharset.of(request.getCharacterEncoding());
    var ofQuery = namesOfQuery(request.getQueryString());
    var text = new StringJoiner("&");
    for (var parameter : request.getParameterMap().entrySet()) {
      var values = parameter.getValue();
      var name = URLEncoder.encode(parameter.getKey(), charset);
      for (int i = ofQuery.getOrDefault(name, 0); i < values.length; i++) {
        text.add(name + "=" + URLEncoder.encode(values[i], charset));
      }
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** How many values each name has in the query; they stand before those of the body. */
  private static Map<String, Integer> namesOfQuery(@Nullable String query) {
    var names = new HashMap<String, Integer>();
    for (var pair : (query == null ? "" : query).split("&", -1)) {
      names.merge(pair.split("=", 2)[0], 1, Integer::sum);
    }
    return names;
  }
}
