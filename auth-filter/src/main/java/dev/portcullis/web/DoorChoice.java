package dev.portcullis.web;

import dev.portcullis.config.Door;
import dev.portcullis.web.request.ContainerRole;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Which door is used, where the application may have one of its own.
 *
 * @param door never {@link Door#AUTO}
 * @param container what the container knows of callers then
 */
record DoorChoice(Door door, ContainerRole container) {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");

  /**
   * What the application brings.
   *
   * @param ownMechanism it has an authentication mechanism of its own
   * @param mechanismEnabled our mechanism is a bean
   */
  record Surroundings(boolean ownMechanism, boolean mechanismEnabled) {

    /** As CDI knows them; nothing without CDI. */
    static Surroundings ofCdi() {
      try {
        var cdi = CDI.current();
        var extension = cdi.getBeanManager().getExtension(PortcullisExtension.class);
        return new Surroundings(
            extension.hasOwnMechanism(), cdi.select(PortcullisMechanism.class).isResolvable());
      } catch (IllegalStateException | IllegalArgumentException noCdi) {
        return new Surroundings(false, false);
      }
    }
  }

  /**
   * Decides.
   *
   * @throws IllegalStateException where the configured door cannot be opened
   */
  static DoorChoice decide(Door configured, Surroundings found) {
    if (found.ownMechanism()) {
      return besideOwn();
    }
    return switch (configured) {
      case FILTER -> new DoorChoice(Door.FILTER, ContainerRole.KNOWS_NOBODY);
      case AUTO, MODULE -> new DoorChoice(Door.MODULE, ContainerRole.ASKS_US);
      case MECHANISM -> {
        if (!found.mechanismEnabled()) {
          throw new IllegalStateException(
              "auth.door: mechanism was not known when CDI started. Set it in WEB-INF/auth.yaml of"
                  + " the application that holds this jar, by -Dauth.door or by AUTH_DOOR");
        }
        yield new DoorChoice(Door.MECHANISM, ContainerRole.ASKS_US);
      }
    };
  }

  /** A container takes one mechanism only, and it is the application's to choose. */
  private static DoorChoice besideOwn() {
    return new DoorChoice(Door.FILTER, ContainerRole.ASKS_ANOTHER);
  }

  /** Says so where it is another door than the configured one. */
  void tell() {
    if (container == ContainerRole.ASKS_ANOTHER) {
      LOG.log(
          Level.WARNING,
          "The application has an authentication mechanism of its own, so Portcullis steps aside:"
              + " its filter applies auth.protect, and EJBs know the callers of that mechanism only");
    }
  }
}
