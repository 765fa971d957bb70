package dev.portcullis.web.http;

import dev.portcullis.crypto.EncryptionKey;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The hidden field {@code _csrf} of forms (S76): an HMAC over what the form is bound to, the
 * session or, before there is one, the value of the login cookie (S27). Nothing is stored.
 */
public final class CsrfTokens {

  /** The name of the form field. */
  public static final String FIELD = "_csrf";

  private static final String SESSION = "csrf token of a session";
  private static final String LOGIN = "csrf token before login";

  private final EncryptionKey key;

  public CsrfTokens(EncryptionKey key) {
    this.key = key;
  }

  /** The token of forms within a session. */
  public String forSession(String sessionId) {
    return encode(key.mac(SESSION, sessionId));
  }

  /** The token of forms before there is a session. */
  public String forLogin(String loginCookie) {
    return encode(key.mac(LOGIN, loginCookie));
  }

  /** Whether a form within a session proves its origin. Missing and empty tokens do not. */
  public boolean provesSession(@Nullable String token, String sessionId) {
    return verifies(SESSION, sessionId, token);
  }

  /** Whether a form before login proves its origin. */
  public boolean provesLogin(@Nullable String token, @Nullable String loginCookie) {
    return loginCookie != null && !loginCookie.isEmpty() && verifies(LOGIN, loginCookie, token);
  }

  private boolean verifies(String purpose, String bound, @Nullable String token) {
    if (token == null || token.isEmpty()) {
      return false;
    }
    try {
      // Constant time over the whole value, see EncryptionKey.
      return key.verifies(purpose, bound, Base64.getUrlDecoder().decode(token));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static String encode(byte[] mac) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }
}
