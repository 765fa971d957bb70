package dev.portcullis.web.page.view;

import dev.portcullis.ProviderInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /reauthenticate}: asks for the password again before something sensitive (S26), or
 * leads to a provider.
 *
 * @param username whose password is asked for
 * @param asks what is asked for
 * @param providers where the account has an identity to confirm it by
 * @param notice what was done, or null
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
    List<ProviderInfo> providers,
    @Nullable Message notice,
    String method,
    List<String> others,
    @Nullable String sentTo,
    Problems problems) {

  /** What is asked for. */
  public enum Asks {
    PASSWORD,
    /** Nothing to type: the account has no password, and comes from a provider. */
    PROVIDER,
    /** Of the second factor. */
    CODE,
    /** Nothing: a second factor is needed, and the account has none yet. */
    ENROLMENT
  }

  public ReauthenticationView {
    providers = List.copyOf(providers);
    others = List.copyOf(others);
  }

  /** Whether its codes are sent, and only when asked to. */
  public boolean sends() {
    return asks == Asks.CODE && (method.equals("sms") || method.equals("email"));
  }

  /** Whether there may be something to type: not before a code was sent. */
  public boolean isTyped() {
    return asks != Asks.PROVIDER && (!sends() || sentTo != null || problems.concern("code"));
  }

  /** Where another method is asked for instead, below {@code auth.base_path}. */
  public String by(String other) {
    var page = "/reauthenticate?method=" + other;
    return returnTo == null
        ? page
        : page + "&return_to=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
  }
}
