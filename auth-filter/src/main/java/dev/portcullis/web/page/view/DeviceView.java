package dev.portcullis.web.page.view;

/**
 * One trusted device in the list of the account page.
 *
 * @param id public id
 * @param device what it is: {@code Firefox on Linux}
 * @param address from which it was last used
 * @param current whether it is the one that shows this page
 */
public record DeviceView(
    String id,
    String device,
    String address,
    ShownTime createdAt,
    ShownTime lastUsedAt,
    ShownTime expiresAt,
    boolean current) {}
