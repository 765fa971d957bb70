package dev.portcullis.web.page.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /reauthenticate}: asks for the password again before something sensitive (S26).
 *
 * @param username whose password is asked for
 * @param asks what is asked for
 * @param method the second factor that is asked for, by its name in requests
 * @param others names of those that may be chosen instead
 * @param sentTo where a code was sent just now, as far as it may be shown, or null
 * @param returnTo where to go afterwards, a path of the application, or null
 */
public record ReauthenticationView(
    PageFrame frame,
    String username,
    @Nullable String returnTo,
    Asks asks,
    String method,
    List<String> others,
    @Nullable String sentTo,
    Problems problems) {

  /** What is asked for. */
  public enum Asks {
    PASSWORD,
    /** Of the second factor. */
    CODE,
    /** Nothing: a second factor is needed, and the account has none yet. */
    ENROLMENT
  }

  public ReauthenticationView {
    others = List.copyOf(others);
  }

  /** Whether its codes are sent, and only when asked to. */
  public boolean sends() {
    return asks == Asks.CODE && (method.equals("sms") || method.equals("email"));
  }

  /** Whether there may be something to type: not before a code was sent. */
  public boolean isTyped() {
    return !sends() || sentTo != null || problems.concern("code");
  }

  /** Where another method is asked for instead, below {@code auth.base_path}. */
  public String by(String other) {
    var page = "/reauthenticate?method=" + other;
    return returnTo == null
        ? page
        : page + "&return_to=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
  }
}
