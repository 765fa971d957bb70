package dev.portcullis.web.page.view;

/**
 * After {@code POST /oauth/{provider}/link} or {@code …/reauthenticate}: on the way to the
 * provider.
 *
 * @param provider the address there
 * @param confirming whether to prove again who one is, rather than to link
 */
public record LinkingView(PageFrame frame, String provider, boolean confirming) {}
