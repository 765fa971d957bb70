package dev.portcullis.ejb;

import dev.portcullis.config.AuthSettings;
import dev.portcullis.login.SetupLinks;
import java.lang.System.Logger.Level;

/**
 * Writes the link for the first administrator to the log (S85): the one secret that is meant to be
 * there, for who reads the server's log runs the server.
 */
final class SetupAnnouncement {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.setup");

  private final AuthSettings settings;
  private final String localAddress;

  SetupAnnouncement(AuthSettings settings, String localAddress) {
    this.settings = settings;
    this.localAddress = localAddress;
  }

  void write(SetupLinks links) {
    links.issue().ifPresent(secret -> LOG.log(Level.WARNING, text(secret.reveal())));
  }

  private String text(String secret) {
    var publicUrl = settings.publicUrl();
    return """

        ------------------------------------------------------------------------
          There is no administrator yet. Whoever opens this link first, within
          15 minutes, chooses the password of "%s":

            %s%s/setup?link=%s

          It serves once. A restart of the application makes another.
        ------------------------------------------------------------------------
        """
        .formatted(
            settings.bootstrapUsername(),
            publicUrl == null ? localAddress : publicUrl,
            settings.basePath(),
            secret);
  }
}
