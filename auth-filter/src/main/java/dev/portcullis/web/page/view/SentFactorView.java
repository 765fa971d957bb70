package dev.portcullis.web.page.view;

import org.jspecify.annotations.Nullable;

/**
 * What the account page shows of codes that are sent.
 *
 * @param method {@code email} or {@code sms}
 * @param sentTo where they go, as far as it may be shown, or null where they do not yet
 * @param usual what stands in the field to begin with
 */
public record SentFactorView(String method, @Nullable String sentTo, String usual) {}
