package dev.portcullis.web.page.view;

import java.util.List;

/**
 * {@code GET /2fa}: asks for the second factor of a login.
 *
 * @param method the one that is asked for, by its name in requests
 * @param others names of those that may be chosen instead
 */
public record SecondFactorView(
    PageFrame frame, String method, List<String> others, Problems problems) {

  public SecondFactorView {
    others = List.copyOf(others);
  }
}
