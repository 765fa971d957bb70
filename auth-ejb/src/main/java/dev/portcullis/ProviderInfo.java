package dev.portcullis;

/**
 * A provider through which people may sign in.
 *
 * @param name in paths: {@code /auth/oauth/<name>/login}
 * @param label on the button of the login page
 */
public record ProviderInfo(String name, String label) {}
