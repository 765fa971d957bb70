package dev.portcullis.web.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.Confidential;
import dev.portcullis.PasswordLogin;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.FormBody;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestCharset;
import dev.portcullis.web.http.RequestRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into {@code j_username} and {@code j_password}. Read from the body alone: a
 * password in an address is in histories and logs already (S17).
 */
final class Credentials {

  /** S78; more than any form for a password needs. */
  private static final int LARGEST_BODY = 64 * 1024;

  private static final String USERNAME = "j_username";
  private static final String PASSWORD = "j_password";

  private final String username;
  private final String password;

  private Credentials(@Nullable String username, @Nullable String password) {
    this.username = username == null ? "" : username;
    this.password = password == null ? "" : password;
  }

  /**
   * Reads them.
   *
   * @return empty where one is missing or empty
   * @throws RequestRefusedException 413 or 415 for what is no such form
   */
  static Optional<PasswordLogin> read(HttpServletRequest request)
      throws RequestRefusedException, IOException {
    var type = request.getContentType();
    if (type == null
        || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(MediaTypes.FORM)) {
      throw new RequestRefusedException(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }
    var body =
        FormBody.read(request, LARGEST_BODY)
            .orElseThrow(() -> new RequestRefusedException(ErrorCode.PAYLOAD_TOO_LARGE));
    var found = of(body, request.getCharacterEncoding());
    return found.username.isBlank() || found.password.isEmpty()
        ? Optional.empty()
        : Optional.of(new PasswordLogin(found.username, Confidential.of(found.password), null));
  }

  private static Credentials of(byte[] body, @Nullable String encoding) {
    var text = new String(body, StandardCharsets.ISO_8859_1);
    var declared = RequestCharset.of(encoding);
    return new Credentials(field(text, USERNAME, declared), field(text, PASSWORD, declared));
  }

  /** The first of that name, as containers take it. */
  private static @Nullable String field(String form, String name, Charset declared) {
    for (var pair : form.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return decode(pair.substring(name.length() + 1), declared);
      }
    }
    return null;
  }

  /**
   * As {@code request-character-encoding} of web.xml or the request itself says; a browser encodes
   * a form as its page is encoded, and does not say how. ISO 8859-1 is what containers take where
   * nobody says anything: there UTF-8 comes first, for what is UTF-8 by chance are no letters that
   * stand together in a name or a password. In encodings of two bytes they do.
   */
  private static @Nullable String decode(String encoded, Charset declared) {
    try {
      var bytes =
          URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      return strictly(bytes, declared.equals(StandardCharsets.ISO_8859_1) ? UTF_8 : declared)
          .or(() -> strictly(bytes, UTF_8))
          .orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException broken) {
      return null;
    }
  }

  private static Optional<String> strictly(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notOfThatCharset) {
      return Optional.empty();
    }
  }
}
