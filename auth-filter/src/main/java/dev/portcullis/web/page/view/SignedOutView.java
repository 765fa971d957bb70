package dev.portcullis.web.page.view;

/**
 * Signed out here, and on the way to the provider.
 *
 * @param provider where its user signs out there
 */
public record SignedOutView(PageFrame frame, String provider) {}
