package dev.portcullis.web.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /login}, and the answer to a refused attempt.
 *
 * @param username what was typed before, or empty
 * @param providers to choose from, or none
 * @param provider the one that was chosen, or empty
 * @param returnTo where to go afterwards, a path of the application, or null
 * @param notice something to know beforehand (signed out, session expired), or null
 */
public record LoginView(
    PageFrame frame,
    String username,
    List<String> providers,
    String provider,
    @Nullable String returnTo,
    @Nullable Message notice,
    Problems problems) {}
