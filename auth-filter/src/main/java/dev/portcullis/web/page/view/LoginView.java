package dev.portcullis.web.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /login}, and the answer to a refused attempt.
 *
 * @param username what was typed before, or empty
 * @param sources where the account may be, to choose from, or none
 * @param source the one that was chosen, or empty
 * @param returnTo where to go afterwards, a path of the application, or null
 * @param passwords whether a user name and a password serve here
 * @param providers where one can sign in instead
 * @param notice something to know beforehand (signed out, session expired), or null
 */
public record LoginView(
    PageFrame frame,
    String username,
    List<String> sources,
    String source,
    @Nullable String returnTo,
    boolean passwords,
    List<ProviderLink> providers,
    @Nullable Message notice,
    Problems problems) {

  public LoginView {
    sources = List.copyOf(sources);
    providers = List.copyOf(providers);
  }
}
