package dev.portcullis.web.page.view;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /send-again}.
 *
 * @param page where the form was, a path of the application, or null
 */
public record SendAgainView(PageFrame frame, @Nullable String page) {}
