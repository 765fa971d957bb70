package dev.portcullis.web.request;

import dev.portcullis.Confidential;
import dev.portcullis.PendingLogin;
import dev.portcullis.web.http.LocalPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A browser's login that waits for its second factor: a sealed cookie holds its token, and where
 * the browser wanted to go. It is nothing but that: no request is anybody's because of it (S64).
 *
 * @param token of the pending login
 * @param returnTo where to go afterwards, a path of this host (S47), or null
 */
public record PendingCookie(Confidential token, @Nullable String returnTo) {

  /** The page that goes on with it, below {@code auth.base_path}. */
  public static final String PAGE = "/2fa";

  private static final int LONGEST_TARGET = 1500;

  /**
   * Hands it to the browser.
   *
   * @return the address of the page to go to
   */
  public static String begin(
      WebContext web,
      HttpServletResponse response,
      PendingLogin pending,
      @Nullable String returnTo) {
    var target = returnTo == null || returnTo.length() > LONGEST_TARGET ? "" : returnTo;
    web.pendingCookie().write(response, pending.token().reveal() + " " + target);
    return web.ownPath(PAGE);
  }

  /** What the browser holds. */
  public static Optional<PendingCookie> read(WebContext web, HttpServletRequest request) {
    return web.pendingCookie()
        .read(request)
        .map(text -> text.split(" ", 2))
        .filter(parts -> parts.length == 2)
        .map(
            parts ->
                new PendingCookie(
                    Confidential.of(parts[0]),
                    LocalPath.parse(parts[1]).map(LocalPath::text).orElse(null)));
  }

  /** It is over, one way or another. */
  public static void clear(WebContext web, HttpServletResponse response) {
    web.pendingCookie().clear(response);
  }
}
