package dev.portcullis.web.http;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.SealedValues;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A cookie that only we can read and make. It lasts until the browser is closed, and is worth
 * something over a login: one that does not open any more counts as none.
 */
@SealedValues(life = "PT10M")
public final class SealedCookie {

  private static final String PURPOSE = "cookie";

  private final Cookies cookie;
  private final EncryptionKey key;

  public SealedCookie(Cookies cookie, EncryptionKey key) {
    this.cookie = cookie;
    this.key = key;
  }

  /** What it holds; empty where there is none, several, or one that we did not make. */
  public Optional<String> read(HttpServletRequest request) {
    var sent = cookie.read(request);
    return sent.size() == 1
        ? key.open(PURPOSE, cookie.name(), sent.get(0).reveal())
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** Whether one came, readable or not. */
  public boolean came(HttpServletRequest request) {
    return !cookie.read(request).isEmpty();
  }

  public void write(HttpServletResponse response, String text) {
    var sealed = key.seal(PURPOSE, cookie.name(), text.getBytes(StandardCharsets.UTF_8));
    cookie.write(response, Confidential.of(sealed), null);
  }

  public void clear(HttpServletResponse response) {
    cookie.clear(response);
  }
}
