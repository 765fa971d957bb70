package dev.portcullis.ejb;

import dev.portcullis.PortcullisDomain;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Where the views of one deployment find its domain. */
@ApplicationScoped
public class DomainHolder {

  private volatile @Nullable PortcullisDomain domain;

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

  void set(@Nullable PortcullisDomain started) {
    domain = started;
  }
}
