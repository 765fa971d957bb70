package dev.portcullis.web.client;

import dev.portcullis.Caller;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.pac4j.core.profile.UserProfile;
import org.pac4j.core.util.Pac4jConstants;

/** Where an application that speaks pac4j looks for whom it serves. */
public final class CallerProfiles {

  /** The request attribute that pac4j's {@code ProfileManager} reads. */
  public static final String ATTRIBUTE = Pac4jConstants.USER_PROFILES;

  private CallerProfiles() {}

  /**
   * The caller's profiles as pac4j keeps them, or null if the application has no pac4j, or another
   * one than ours: it could not cast them.
   *
   * @param application the class loader of the application
   */
  public static @Nullable Object of(Caller caller, ClassLoader application) {
    if (!isPac4jOf(application)) {
      return null;
    }
    var profiles = new LinkedHashMap<String, UserProfile>();
    profiles.put(BearerClient.NAME, CallerProfile.of(caller));
    return profiles;
  }

  private static boolean isPac4jOf(ClassLoader application) {
    // Where ours was moved to another package, the application's is another one.
    var name = UserProfile.class.getName();
    try {
      return name.startsWith("org.") && application.loadClass(name) == UserProfile.class;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
