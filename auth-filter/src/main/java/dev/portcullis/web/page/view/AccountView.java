package dev.portcullis.web.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /account}: who am I, name, password, sessions, API tokens.
 *
 * @param username the principal's name
 * @param name what stands in the field for the name to show; may be empty
 * @param email or null
 * @param roles sorted
 * @param authenticatedAt when the identity was last proven
 * @param minimumLength of a new password, in characters
 * @param passwordChangeable false where the password is kept elsewhere
 * @param changePasswordHint the operator's words on where it is changed then, or null
 * @param changePasswordUrl a link to there, or null
 * @param sessions the newest first
 * @param devices trusted ones; empty where there are none
 * @param factors second factors; null where there are none in this application
 * @param links providers; empty where there are none in this application
 * @param apiTokens null where there are none in this application
 * @param notice what was just done, or null
 * @param problems of the form that was sent
 */
public record AccountView(
    PageFrame frame,
    String username,
    String name,
    @Nullable String email,
    List<String> roles,
    ShownTime authenticatedAt,
    int minimumLength,
    boolean passwordChangeable,
    @Nullable String changePasswordHint,
    @Nullable String changePasswordUrl,
    List<SessionView> sessions,
    List<DeviceView> devices,
    @Nullable FactorsView factors,
    List<LinkView> links,
    @Nullable ApiTokensView apiTokens,
    @Nullable Message notice,
    Problems problems) {

  public AccountView {
    roles = List.copyOf(roles);
    sessions = List.copyOf(sessions);
    devices = List.copyOf(devices);
    links = List.copyOf(links);
  }
}
