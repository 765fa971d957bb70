package dev.portcullis.web;

import dev.portcullis.config.Door;
import dev.portcullis.web.request.ContainerRole;
import dev.portcullis.web.request.Room;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

/**
 * How the start of one application ended. Where nothing is noted, it did not succeed, and every
 * door refuses everything (S86).
 */
sealed interface RoomHolder {

  /** The name of the servlet context's attribute. */
  String ATTRIBUTE = "dev.portcullis.room";

  /**
   * Portcullis works.
   *
   * @param room behind the doors
   * @param choice the door in use
   * @param certificateLogin whether web.xml says CLIENT-CERT: see {@link NamedPrincipal}
   */
  record Open(Room room, DoorChoice choice, boolean certificateLogin) implements RoomHolder {

    Door door() {
      return choice.door();
    }

    ContainerRole container() {
      return choice.container();
    }
  }

  /** {@code auth.enabled} is false: every request passes. */
  record SteppedAside() implements RoomHolder {}

  /** What was noted for the application, or null. */
  static @Nullable RoomHolder of(ServletContext context) {
    return (RoomHolder) context.getAttribute(ATTRIBUTE);
  }

  /** Notes the outcome. */
  default void noteIn(ServletContext context) {
    context.setAttribute(ATTRIBUTE, this);
  }
}
