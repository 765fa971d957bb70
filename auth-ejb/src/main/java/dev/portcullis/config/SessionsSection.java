package dev.portcullis.config;

import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueTypes;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code auth.sessions}. */
final class SessionsSection {

  private static final String PATH = "auth.sessions.";
  private static final String UNATTENDED = "an unattended browser stays signed in for that long";

  static final Key<Duration> IDLE =
      Key.of(
              PATH + "idle",
              ValueTypes.cautionAbove("30m", UNATTENDED, ValueTypes.duration("1m", "30d")),
              "A browser session unused for that long ends. Above 30m the start warns.")
          .defaultsTo("30m");
  static final Key<Duration> ABSOLUTE =
      Key.of(
              PATH + "absolute",
              ValueTypes.cautionAbove("12h", UNATTENDED, ValueTypes.duration("1m", "90d")),
              "No browser session lives longer. Above 12h the start warns.")
          .defaultsTo("12h");
  static final Key<Integer> MAX_PER_USER =
      Key.of(
              PATH + "max_per_user",
              ValueTypes.integer("sessions", 1, 1000),
              "How many sessions a user has at a time; the oldest gives way.")
          .defaultsTo("10");
  static final Key<Duration> RECHECK_SOURCE =
      Key.of(
              PATH + "recheck_source",
              ValueTypes.duration("10s", "24h"),
              "How often an account's source outside of Portcullis, the application's user table, is"
                  + " asked whether it still holds.")
          .defaultsTo("15m");
  static final Key<Duration> RECHECK_GRACE =
      Key.of(
              PATH + "recheck_grace",
              ValueTypes.duration("0s", "24h"),
              "How long sessions go on past `recheck_source` while the source does not answer;"
                  + " then they are answered 503 until it does.")
          .defaultsTo("15m");
  static final Key<String> SSO_GROUP =
      Key.of(
          PATH + "sso_group",
          ValueTypes.text(
              "name", "1 to 64 letters, digits and . _ -", Pattern.compile("[A-Za-z0-9._-]{1,64}")),
          "Applications of one host with the same group share their session.");

  static final List<Key<?>> KEYS =
      List.of(IDLE, ABSOLUTE, MAX_PER_USER, RECHECK_SOURCE, RECHECK_GRACE, SSO_GROUP);

  private SessionsSection() {}

  static SessionSettings read(Section sessions) {
    var idle = sessions.read(IDLE);
    var absolute = sessions.read(ABSOLUTE);
    if (absolute.compareTo(idle) < 0) {
      sessions.refuse(
          sessions.has(ABSOLUTE) ? ABSOLUTE : IDLE,
          ABSOLUTE.path() + " is shorter than " + IDLE.path() + ", which could never be reached",
          "Make idle the shorter one.");
    }
    return new SessionSettings(
        idle,
        absolute,
        sessions.read(MAX_PER_USER),
        sessions.read(RECHECK_SOURCE),
        sessions.read(RECHECK_GRACE),
        sessions.find(SSO_GROUP).orElse(null));
  }
}
