package dev.portcullis.web.page.view;

/**
 * What {@code POST /tokens} shows, once: the secret of a new API token.
 *
 * @param name what its owner calls it
 * @param secret to be copied; never shown again
 */
public record NewApiTokenView(PageFrame frame, String name, String secret, ShownTime expiresAt) {}
