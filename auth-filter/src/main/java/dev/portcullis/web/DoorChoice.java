package dev.portcullis.web;

import dev.portcullis.config.Door;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Which door is used, where the application may have one of its own. */
final class DoorChoice {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");

  private DoorChoice() {}

  /**
   * What the application brings.
   *
   * @param ownMechanism it has an authentication mechanism of its own
   * @param mechanismEnabled our mechanism is a bean
   */
  record Surroundings(boolean ownMechanism, boolean mechanismEnabled) {

    /** As our CDI extension found them; nothing without CDI. */
    static Surroundings ofCdi() {
      try {
        var extension = CDI.current().getBeanManager().getExtension(PortcullisExtension.class);
        return new Surroundings(extension.hasOwnMechanism(), extension.isMechanismEnabled());
      } catch (IllegalStateException | IllegalArgumentException noCdi) {
        return new Surroundings(false, false);
      }
    }
  }

  /**
   * Decides; never {@link Door#AUTO}.
   *
   * @throws IllegalStateException where the configured door cannot be opened
   */
  static Door decide(Door configured, Surroundings found) {
    return switch (configured) {
      case FILTER -> Door.FILTER;
      case MODULE -> {
        if (found.ownMechanism()) {
          LOG.log(Level.WARNING, "The module takes the place of the application's own mechanism");
        }
        yield Door.MODULE;
      }
      case AUTO -> found.ownMechanism() ? besideOwn() : Door.MODULE;
      case MECHANISM -> {
        if (!found.ownMechanism() && !found.mechanismEnabled()) {
          throw new IllegalStateException(
              "auth.door: mechanism was not known when CDI started. Set it in WEB-INF/auth.yaml of"
                  + " the application that holds this jar, by -Dauth.door or by AUTH_DOOR");
        }
        yield found.ownMechanism() ? besideOwn() : Door.MECHANISM;
      }
    };
  }

  /** A container takes one mechanism only, and it is the application's to choose. */
  private static Door besideOwn() {
    LOG.log(
        Level.WARNING,
        "The application has an authentication mechanism of its own, so Portcullis steps aside:"
            + " its filter applies auth.protect, and EJBs know the callers of that mechanism only");
    return Door.FILTER;
  }
}
