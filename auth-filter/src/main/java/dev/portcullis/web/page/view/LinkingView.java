package dev.portcullis.web.page.view;

/**
 * After {@code POST /oauth/{provider}/link}: on the way to the provider.
 *
 * @param provider the address there
 */
public record LinkingView(PageFrame frame, String provider) {}
