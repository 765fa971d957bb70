package dev.portcullis.web.page.view;

/**
 * One session in the list of the account page.
 *
 * @param id public id
 * @param device what it runs on: {@code Firefox on Linux}
 * @param browser false for an application with tokens
 * @param address where the sign-in came from
 * @param current whether it is the one that shows this page
 */
public record SessionView(
    String id,
    String device,
    boolean browser,
    String address,
    ShownTime createdAt,
    ShownTime lastSeenAt,
    boolean current) {}
