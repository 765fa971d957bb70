package dev.portcullis.web.page.view;

import org.jspecify.annotations.Nullable;

/**
 * A provider on the account page.
 *
 * @param name in paths
 * @param label to show
 * @param since when the account was linked, or null: it is not
 * @param loginName by which the provider knows them, or null
 * @param removable whether it may be unlinked
 */
public record LinkView(
    String name,
    String label,
    @Nullable ShownTime since,
    @Nullable String loginName,
    boolean removable) {}
