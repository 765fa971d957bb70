package dev.portcullis.it.client;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/** Somebody who signs in at Keycloak's page without a browser, for a program. */
public final class KeycloakVisitor {

  private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");

  private final TestClient keycloak;
  private final URI base;

  /**
   * @param base where Keycloak is
   */
  public KeycloakVisitor(URI base) {
    this.base = base;
    this.keycloak = new TestClient(base).likeBrowser();
  }

  /**
   * Begins an attempt for tokens, signs in, and comes back.
   *
   * @return what the callback answers
   */
  public Answer tokens(TestClient application, String provider, String user, String password) {
    Answer begun = application.get("/auth/oauth/" + provider + "/login?response=json");
    URI back = signIn(URI.create(begun.text("auth_url")), user, password);
    return application.get("/auth/oauth/" + provider + "/callback?" + back.getRawQuery());
  }

  /** Gives the address to which Keycloak sends the browser back. */
  private URI signIn(URI authorization, String user, String password) {
    Answer page = keycloak.get(below(authorization));
    if (page.status() == 200) {
      var form = FORM.matcher(page.body());
      if (!form.find()) {
        throw new AssertionError("No form in " + page.body());
      }
      URI action = URI.create(form.group(1).replace("&amp;", "&"));
      page = keycloak.postForm(below(action), Map.of("username", user, "password", password));
    }
    if (page.status() != 302) {
      throw new AssertionError(page.status() + ": " + page.body());
    }
    return URI.create(page.header("Location"));
  }

  private String below(URI address) {
    return address.toString().substring(base.toString().length());
  }
}
