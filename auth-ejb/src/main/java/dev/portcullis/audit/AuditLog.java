package dev.portcullis.audit;

import dev.portcullis.SecurityEvent;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * One line for each event, as {@code key="value"} pairs in a fixed order, to the logger {@code
 * dev.portcullis.audit}: INFO for what succeeded, WARNING for what was refused.
 */
final class AuditLog {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.audit");

  private AuditLog() {}

  /** An event whose row is committed. */
  static void stored(SecurityEvent event) {
    LOG.log(event.failure() == null ? Level.INFO : Level.WARNING, line(event));
  }

  /** An event that could not be written: the line is all that is left of it. */
  static void lost(SecurityEvent event, RuntimeException why) {
    LOG.log(Level.ERROR, line(event) + " stored=\"false\"", why);
  }

  static String line(SecurityEvent event) {
    var details = event.details();
    var client = details.client();
    var method = details.method();
    var line = new StringBuilder(256);
    pair(line, "action", event.action().wireName());
    pair(line, "outcome", event.failure() == null ? AuditRecord.SUCCESS : AuditRecord.FAILURE);
    pair(line, "failure", event.failure());
    pair(line, "at", details.at().toString());
    pair(line, "account", details.accountId());
    pair(line, "username", AuditText.forColumn(details.username(), 256));
    pair(line, "address", client.address());
    pair(line, "method", method == null ? null : method.amr());
    pair(line, "provider", details.provider());
    pair(line, "session", details.sessionId());
    pair(line, "correlation", client.correlationId());
    pair(line, "subject", AuditText.forColumn(event.subject(), 256));
    pair(line, "user_agent", AuditText.forColumn(client.userAgent(), 256));
    return line.toString();
  }

  private static void pair(StringBuilder line, String key, @Nullable String value) {
    if (value != null) {
      if (line.length() > 0) {
        line.append(' ');
      }
      line.append(key).append('=');
      AuditText.quote(line, value);
    }
  }
}
