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
 * @param returnTo where to go afterwards, a path of the application, or null
 */
public record ReauthenticationView(
    PageFrame frame,
    String username,
    @Nullable String returnTo,
    Asks asks,
    List<ProviderInfo> providers,
    @Nullable Message notice,
    Problems problems) {

  public ReauthenticationView {
    providers = List.copyOf(providers);
  }

  /** What is asked for. */
  public enum Asks {
    PASSWORD,
    /** Nothing to type: the account has no password, and comes from a provider. */
    PROVIDER,
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
