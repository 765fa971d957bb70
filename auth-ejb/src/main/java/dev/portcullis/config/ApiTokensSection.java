package dev.portcullis.config;

import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueTypes;
import java.time.Duration;
import java.util.List;

/** Reads {@code auth.tokens}. */
final class ApiTokensSection {

  private static final String PATH = "auth.tokens.";

  static final Key<Boolean> ENABLED =
      Key.of(
              PATH + "enabled",
              ValueTypes.flag(),
              "Whether users make personal API tokens, and whether those are accepted.")
          .defaultsTo("true");
  static final Key<Duration> MAX_LIFETIME =
      Key.of(
              PATH + "max_lifetime",
              ValueTypes.cautionAbove(
                  "365d",
                  "a token that leaked and is missed serves for that long",
                  ValueTypes.duration("1h", "3650d")),
              "How long a personal API token may serve. Above 365d the start warns.")
          .defaultsTo("365d");
  static final Key<Integer> MAX_PER_USER =
      Key.of(
              PATH + "max_per_user",
              ValueTypes.integer("tokens", 1, 1000),
              "How many personal API tokens a user has at a time; one more is refused.")
          .defaultsTo("50");

  static final List<Key<?>> KEYS = List.of(ENABLED, MAX_LIFETIME, MAX_PER_USER);

  private ApiTokensSection() {}

  static ApiTokenSettings read(Section tokens) {
    return new ApiTokenSettings(
        tokens.read(ENABLED), tokens.read(MAX_LIFETIME), tokens.read(MAX_PER_USER));
  }
}
