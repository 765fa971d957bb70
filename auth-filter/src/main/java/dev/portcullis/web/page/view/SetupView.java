package dev.portcullis.web.page.view;

/**
 * {@code GET /setup}: the first administrator chooses a password (S85).
 *
 * @param username the administrator's name, from the configuration
 * @param link the secret of the link, sent back by the form
 * @param minimumLength of the password, in characters
 */
public record SetupView(
    PageFrame frame, String username, String link, int minimumLength, Problems problems) {}
