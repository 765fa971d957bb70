package dev.portcullis.ejb;

import dev.portcullis.PortcullisDomain;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Where the views of one deployment find its domain. */
@ApplicationScoped
public class DomainHolder {

  private volatile @Nullable PortcullisDomain domain;
  private @Nullable String owner;

  /**
   * Keeps it for one web application. In an EAR whose {@code lib} folder holds our jars, all of its
   * WARs come to the same holder, and the beans of one would answer for the domain of another.
   *
   * @param contextPath of the application
   * @throws IllegalStateException if another one has it
   */
  synchronized void claim(String contextPath) {
    if (owner != null && !owner.equals(contextPath)) {
      throw new IllegalStateException(
          "The applications \"%s\" and \"%s\" of one EAR share the jars of Portcullis. Put them into WEB-INF/lib of each WAR, and out of the EAR's lib folder"
              .formatted(owner, contextPath));
    }
    owner = contextPath;
  }

  /**
   * The started domain.
   *
   * @throws NotStartedException if there is none
   */
  public PortcullisDomain domain() {
    var started = domain;
    if (started == null) {
      throw new NotStartedException();
    }
    return started;
  }

  synchronized void set(@Nullable PortcullisDomain started) {
    domain = started;
    if (started == null) {
      owner = null;
    }
  }
}
