package dev.portcullis.web.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /2fa}: asks for the second factor of a login.
 *
 * @param method the one that is asked for, by its name in requests
 * @param others names of those that may be chosen instead
 * @param sends whether its codes are sent, and only when asked to
 * @param remember the offer to trust this device, or null
 * @param sentTo where one was sent just now, as far as it may be shown, or null
 */
public record SecondFactorView(
    PageFrame frame,
    String method,
    List<String> others,
    boolean sends,
    @Nullable String sentTo,
    @Nullable Message remember,
    Problems problems) {

  public SecondFactorView {
    others = List.copyOf(others);
  }

  /** Whether there may be a code to type: not before one was sent. */
  public boolean isTyped() {
    return !sends || sentTo != null || problems.concern("code");
  }
}
