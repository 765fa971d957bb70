package dev.portcullis.web.page.view;

import org.jspecify.annotations.Nullable;

/**
 * What has to be corrected in a form.
 *
 * @param field the id of the field that it concerns, which the summary links to and which is marked
 *     invalid; null for the form as a whole
 * @param message what is wrong
 */
public record Problem(@Nullable String field, Message message) {}
