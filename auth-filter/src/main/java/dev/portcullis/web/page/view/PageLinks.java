package dev.portcullis.web.page.view;

/**
 * Addresses that pages link to, each below the application's context path.
 *
 * @param base context path and {@code auth.base_path}: {@code /app/auth}
 * @param home the application's start page
 * @param stylesheet the style sheet, with the digest of its content
 * @param logo the logo, with the digest of its content
 */
public record PageLinks(String base, String home, String stylesheet, String logo) {

  /** The address of one of our operations or pages: {@code to("/login")}. */
  public String to(String path) {
    return base + path;
  }
}
