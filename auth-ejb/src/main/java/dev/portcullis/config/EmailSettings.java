package dev.portcullis.config;

import dev.portcullis.Confidential;
import org.jspecify.annotations.Nullable;

/**
 * Codes by e-mail: {@code auth.providers.two_factor.email}.
 *
 * @param from the sender's address
 * @param route by which they go
 */
public record EmailSettings(String from, Route route) {

  /** Over what a message goes. */
  public sealed interface Route {}

  /** How a connection to a mail server is secured. */
  public enum Security {
    /** Plain at first and then encrypted, or not used. */
    STARTTLS,
    /** Encrypted from the first byte. */
    TLS,
    /** Never. */
    NONE
  }

  /**
   * A mail server.
   *
   * @param username null where it wants none
   * @param password null where it wants none
   */
  public record Smtp(
      String host,
      int port,
      Security security,
      @Nullable String username,
      @Nullable Confidential password)
      implements Route {}

  /**
   * The application server's mail session.
   *
   * @param jndiName where it is
   */
  public record MailSession(String jndiName) implements Route {}
}
