package dev.portcullis.web.page.view;

import org.jspecify.annotations.Nullable;

/**
 * What every page has around its content.
 *
 * @param texts in the language of the reader
 * @param links where things are
 * @param applicationName the application's {@code display-name}, or null where it has none
 * @param username who is signed in, or null; shown with the way out
 * @param csrfToken the value of the hidden field {@code _csrf} that each form carries (S76)
 */
public record PageFrame(
    Texts texts,
    PageLinks links,
    @Nullable String applicationName,
    @Nullable String username,
    String csrfToken) {

  /** The name in the head of the page and in its title. */
  public String brand() {
    return applicationName == null ? texts.get("brand.name") : applicationName;
  }
}
