package dev.portcullis.web.page.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /reauthenticate}: asks for the password again before something sensitive (S26).
 *
 * @param username whose password is asked for
 * @param asks what is asked for
 * @param returnTo where to go afterwards, a path of the application, or null
 */
public record ReauthenticationView(
    PageFrame frame, String username, @Nullable String returnTo, Asks asks, Problems problems) {

  /** What is asked for. */
  public enum Asks {
    PASSWORD,
    /** Of the authenticator app. */
    CODE,
    RECOVERY_CODE,
    /** Nothing: a second factor is needed, and the account has none yet. */
    ENROLMENT
  }

  /** Where a recovery code is asked for instead, below {@code auth.base_path}. */
  public String byRecoveryCode() {
    var page = "/reauthenticate?method=recovery";
    return returnTo == null
        ? page
        : page + "&return_to=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
  }
}
