package dev.portcullis.web.page.view;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /reauthenticate}: asks for the password again before something sensitive (S26).
 *
 * @param username whose password is asked for
 * @param returnTo where to go afterwards, a path of the application, or null
 */
public record ReauthenticationView(
    PageFrame frame, String username, @Nullable String returnTo, Problems problems) {}
