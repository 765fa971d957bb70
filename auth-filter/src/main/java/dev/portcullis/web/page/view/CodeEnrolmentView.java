package dev.portcullis.web.page.view;

import org.jspecify.annotations.Nullable;

/**
 * An address or a number to which codes are to be sent.
 *
 * @param signedIn false: it is part of a login that waits for it
 * @param method {@code email} or {@code sms}
 * @param typed what stands in the field
 * @param sentTo where a first code was sent just now, as far as it may be shown, or null
 */
public record CodeEnrolmentView(
    PageFrame frame,
    boolean signedIn,
    String method,
    String typed,
    @Nullable String sentTo,
    Problems problems) {

  /** Whether there may be a code to type: not before one was sent. */
  public boolean isTyped() {
    return sentTo != null || problems.concern("code");
  }
}
