package dev.portcullis.web.page.view;

/**
 * A way to sign in elsewhere.
 *
 * @param label the provider's name, as the operator writes it
 * @param address of ours, which leads there
 */
public record ProviderLink(String label, String address) {}
