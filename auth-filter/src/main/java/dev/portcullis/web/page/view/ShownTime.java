package dev.portcullis.web.page.view;

/**
 * A point in time for {@code <time datetime>}.
 *
 * @param machine RFC 3339, UTC
 * @param text for readers, in their language, with the zone named
 */
public record ShownTime(String machine, String text) {}
