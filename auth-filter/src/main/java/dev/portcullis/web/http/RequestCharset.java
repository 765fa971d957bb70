package dev.portcullis.web.http;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/** In which charset containers decode the parameters of a request. */
public final class RequestCharset {

  private RequestCharset() {}

  /**
   * The charset of that name.
   *
   * @param name what {@code getCharacterEncoding()} gives
   * @return ISO-8859-1 where there is none (Jakarta Servlet 3.12), or none that Java knows
   */
  public static Charset of(@Nullable String name) {
    try {
      return name == null ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return StandardCharsets.ISO_8859_1;
    }
  }
}
