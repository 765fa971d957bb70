package dev.portcullis.ejb;

import jakarta.ejb.ApplicationException;
import java.io.Serial;

/** A service was called in a deployment whose domain does not run. */
@ApplicationException
public final class NotStartedException extends IllegalStateException {

  @Serial private static final long serialVersionUID = 1L;

  NotStartedException() {
    super(
        "Portcullis does not run in this application: auth.enabled is false, the application is"
            + " still starting (observe PortcullisStarted to know when it is ready), or it is"
            + " stopping");
  }
}
