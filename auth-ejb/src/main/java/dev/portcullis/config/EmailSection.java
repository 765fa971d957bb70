package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.EmailSettings.MailSession;
import dev.portcullis.config.EmailSettings.Route;
import dev.portcullis.config.EmailSettings.Security;
import dev.portcullis.config.EmailSettings.Smtp;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth.providers.two_factor.email}. */
final class EmailSection {

  private static final String PATH = "auth.providers.two_factor.email.";
  private static final String SUPPLY = "Write it, or remove the section.";
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|::1");

  /** The port of {@code submissions} (RFC 8314), where the connection is encrypted at once. */
  private static final int TLS_PORT = 465;

  /** Whether the messages go over the server's mail session. */
  static final Key<Boolean> BY_SESSION =
      Key.of(
              PATH + "provider",
              ValueTypes.choice(providers()),
              "`smtp`: a mail server. `jndi`: the application server's mail session"
                  + " `mail_session`.")
          .defaultsTo("smtp");

  static final Key<String> HOST =
      Key.of(
          PATH + "smtp_host",
          ValueTypes.text("host", "a host's name", Pattern.compile("[A-Za-z0-9.:_-]{1,253}")),
          "The mail server. Required with `smtp`.");
  static final Key<Integer> PORT =
      Key.of(PATH + "smtp_port", ValueTypes.integer("port", 1, 65_535), "Its port.")
          .defaultsTo("587");
  static final Key<Security> SECURITY =
      Key.of(
              PATH + "smtp_security",
              ValueTypes.choice(Security.class),
              "`starttls`: encrypted before anything is told, or not sent. `tls`: encrypted from"
                  + " the first byte. `none`: for a mail server on this machine; for another one"
                  + " the start warns.")
          .defaultsInWords("`starttls`; `tls` at port 465");
  static final Key<String> USERNAME =
      Key.of(PATH + "smtp_username", ValueTypes.text(), "Who signs in there, if anybody has to.");
  static final Key<Confidential> PASSWORD =
      Key.of(PATH + "smtp_password", SmsSection.secret(), "Of `smtp_username`.").confidential();
  static final Key<String> MAIL_SESSION =
      Key.of(
          PATH + "mail_session",
          ValueTypes.text(
              "JNDI name",
              "a JNDI name such as mail/portcullis",
              Pattern.compile("[A-Za-z0-9_.:/#-]{1,255}")),
          "The application server's mail session. Required with `jndi`.");
  static final Key<String> FROM =
      Key.of(
          PATH + "from_email",
          ValueTypes.text(
              "e-mail address",
              "an address such as no-reply@example.com",
              Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")),
          "The sender. Required.");

  static final List<Key<?>> KEYS =
      List.of(BY_SESSION, HOST, PORT, SECURITY, USERNAME, PASSWORD, MAIL_SESSION, FROM);

  private EmailSection() {}

  /** Null where there is none, or not a whole one. */
  static @Nullable EmailSettings read(Section section) {
    if (!section.isPresent()) {
      return null;
    }
    var from = section.require(FROM, "is missing", SUPPLY).orElse(null);
    Route route = section.read(BY_SESSION) ? mailSession(section) : smtp(section);
    return from == null || route == null ? null : new EmailSettings(from, route);
  }

  private static @Nullable MailSession mailSession(Section section) {
    for (var key : List.of(HOST, USERNAME, PASSWORD, SECURITY)) {
      if (section.has(key)) {
        section.refuse(
            key, "is set beside \"provider: jndi\"", "The mail session has it; remove it here.");
      }
    }
    return section.require(MAIL_SESSION, "is missing", SUPPLY).map(MailSession::new).orElse(null);
  }

  private static @Nullable Smtp smtp(Section section) {
    var host = section.require(HOST, "is missing", SUPPLY).orElse(null);
    int port = section.read(PORT);
    var security =
        section.find(SECURITY).orElse(port == TLS_PORT ? Security.TLS : Security.STARTTLS);
    var username = section.find(USERNAME).orElse(null);
    var password = section.has(PASSWORD) ? section.find(PASSWORD).orElse(null) : null;
    if (username != null && !section.has(PASSWORD)) {
      section.refuse(USERNAME, "is set without smtp_password", "Set both or neither.");
    }
    if (username == null && section.has(PASSWORD) && !section.has(USERNAME)) {
      section.refuse(PASSWORD, "is set without smtp_username", "Set both or neither.");
    }
    if (host == null) {
      return null;
    }
    boolean far = !LOOPBACK.matcher(host).matches();
    if (far && security == Security.NONE && password != null) {
      section.refuse(
          SECURITY,
          "would send the password in clear to another machine",
          "Remove it for starttls, or remove smtp_password.");
    } else if (far && security == Security.NONE) {
      section.warn(
          SECURITY.name(), "is none: whoever listens on the way to the mail server reads codes.");
    }
    return new Smtp(host, port, security, username, password);
  }

  private static Map<String, Boolean> providers() {
    var words = new LinkedHashMap<String, Boolean>();
    words.put("smtp", false);
    words.put("jndi", true);
    return words;
  }
}
