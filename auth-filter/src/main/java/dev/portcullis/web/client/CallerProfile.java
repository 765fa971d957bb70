package dev.portcullis.web.client;

import dev.portcullis.Caller;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pac4j.core.profile.definition.CommonProfileDefinition;
import org.pac4j.core.util.Pac4jConstants;
import org.pac4j.jwt.profile.JwtProfile;

/**
 * A caller as pac4j's profile, with the attributes that pac4j's getters look for. There is no token
 * in it, and nothing of it in a log (S71).
 */
public final class CallerProfile extends JwtProfile {

  private static final long serialVersionUID = 1;

  /** An empty one, for pac4j's own (de)serialisation of sessions. */
  public CallerProfile() {}

  static CallerProfile of(Caller caller) {
    var profile = new CallerProfile();
    profile.setId(caller.getId());
    profile.setClientName(BearerClient.NAME);
    profile.addAttribute("sub", caller.getId());
    profile.put(Pac4jConstants.USERNAME, caller.getUsername());
    profile.put(CommonProfileDefinition.EMAIL, caller.getEmail());
    profile.put(CommonProfileDefinition.DISPLAY_NAME, caller.getName());
    profile.put(CommonProfileDefinition.PICTURE_URL, address(caller.getPicture()));
    profile.addRoles(caller.getRoles());
    profile.addAuthenticationAttribute("auth_time", caller.getAuthenticatedAt().getEpochSecond());
    profile.addAuthenticationAttribute("amr", List.copyOf(caller.getAuthenticationMethods()));
    return profile;
  }

  private void put(String name, @Nullable Object value) {
    if (value != null) {
      addAttribute(name, value);
    }
  }

  private static @Nullable URI address(@Nullable String text) {
    try {
      return text == null ? null : new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "CallerProfile[" + getId() + "]";
  }
}
