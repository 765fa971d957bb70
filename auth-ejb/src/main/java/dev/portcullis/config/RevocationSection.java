package dev.portcullis.config;

import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueTypes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code auth.revocation}. */
final class RevocationSection {

  private static final String PATH = "auth.revocation.";

  static final Key<Duration> POLL_INTERVAL =
      Key.of(
              PATH + "poll_interval",
              ValueTypes.duration("1s", "4s"),
              "How often a node asks the database what other nodes revoked.")
          .defaultsTo("1s");
  static final Key<Duration> MAX_STALENESS =
      Key.of(
              PATH + "max_staleness",
              ValueTypes.duration("2s", "5s"),
              "A node that heard nothing from the database for so long asks it about each token,"
                  + " and answers 503 where that fails. Longer than the interval.")
          .defaultsTo("5s");
  static final Key<Boolean> MODE =
      Key.of(
              PATH + "mode",
              ValueTypes.choice(modes()),
              "`replica` answers from each node's copy in memory; `strict` asks the database about"
                  + " every token and session, so that a revocation counts everywhere at once.")
          .defaultsTo("replica");

  static final List<Key<?>> KEYS = List.of(POLL_INTERVAL, MAX_STALENESS, MODE);

  private RevocationSection() {}

  /** S12: whatever the two are, a revocation counts on every node within five seconds. */
  static RevocationSettings read(Section revocation) {
    var interval = revocation.read(POLL_INTERVAL);
    var staleness = revocation.read(MAX_STALENESS);
    if (staleness.compareTo(interval) <= 0) {
      revocation.refuse(
          revocation.has(MAX_STALENESS) ? MAX_STALENESS : POLL_INTERVAL,
          MAX_STALENESS.path()
              + " is not longer than "
              + POLL_INTERVAL.path()
              + ", so that the copy would be out of date before each poll",
          "Poll more often, or allow a longer staleness.");
    }
    return new RevocationSettings(interval, staleness, revocation.read(MODE));
  }

  private static Map<String, Boolean> modes() {
    var modes = new LinkedHashMap<String, Boolean>();
    modes.put("replica", false);
    modes.put("strict", true);
    return modes;
  }
}
