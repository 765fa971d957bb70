package dev.portcullis.web.page.view;

import org.jspecify.annotations.Nullable;

/**
 * An error, as a person sees it. It says nothing about how it came about (S75).
 *
 * @param status the HTTP status
 * @param title what happened
 * @param advice what to do now
 * @param retry when to try again, or null
 * @param signIn where to sign in, or null where that would not help
 * @param reference the correlation id, by which an operator finds the log lines
 */
public record ErrorView(
    PageFrame frame,
    int status,
    Message title,
    Message advice,
    @Nullable Message retry,
    @Nullable String signIn,
    String reference) {}
