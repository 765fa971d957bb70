package dev.portcullis.config;

import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueTypes;
import java.util.List;

/** Reads {@code auth.providers.local}. */
final class LocalSection {

  private static final String PATH = "auth.providers.local.";

  /** S28. */
  private static final int LEAST_ALONE = 15;

  static final Key<Boolean> ENABLED =
      Key.of(
              PATH + "enabled",
              ValueTypes.flag(),
              "Whether accounts with a password kept here may sign in.")
          .defaultsTo("true");
  static final Key<Integer> MINIMUM_LENGTH =
      Key.of(
              PATH + "minimum_length",
              // S28: 15 is the least without a second factor, and 64 must be allowed.
              ValueTypes.integer("characters", 8, 64),
              "The least length of a new password, in characters. Less than 15 only where everybody"
                  + " needs a second factor.")
          .defaultsTo("15");
  static final Key<Integer> HASH_MEMORY =
      Key.of(
              PATH + "hash_memory",
              ValueTypes.integer("KiB", 47_104, 1_048_576),
              "Memory of one argon2id hash, in KiB.")
          .defaultsTo("47104");
  static final Key<Integer> HASH_ITERATIONS =
      Key.of(
              PATH + "hash_iterations",
              ValueTypes.integer("passes", 1, 20),
              "Passes of one argon2id hash.")
          .defaultsTo("1");
  static final Key<Integer> HASH_CONCURRENCY =
      Key.of(
              PATH + "hash_concurrency",
              ValueTypes.integer("hashes", 1, 256),
              "How many hashes are computed at a time, each in its memory.")
          .defaultsInWords("the processors, as far as half of the heap holds");
  static final Key<Integer> HASH_QUEUE =
      Key.of(
              PATH + "hash_queue",
              ValueTypes.integer("sign-ins", 0, 10_000),
              "How many sign-ins wait for a hash; more are answered 503.")
          .defaultsTo("64");
  static final Key<Boolean> REGISTRATION =
      Key.of(
              PATH + "registration",
              ValueTypes.flag(),
              "Whether anybody may register. Not in this version: only `false`.")
          .defaultsTo("false");
  static final List<Key<?>> KEYS =
      List.of(
          ENABLED,
          MINIMUM_LENGTH,
          HASH_MEMORY,
          HASH_ITERATIONS,
          HASH_CONCURRENCY,
          HASH_QUEUE,
          REGISTRATION);

  private LocalSection() {}

  /** Reads it; a disabled provider's other keys are not looked at. */
  static LocalSettings read(Section local, String adminRole, boolean secondFactorForAll) {
    boolean enabled = local.read(ENABLED);
    var in = enabled ? local : local.blank();
    if (in.read(REGISTRATION)) {
      in.refuse(
          REGISTRATION,
          "is switched on, and this version has no registration",
          "Set it to false; administrators make the accounts.");
    }
    int minimum = in.read(MINIMUM_LENGTH);
    if (minimum < LEAST_ALONE && !secondFactorForAll) {
      in.refuse(
          MINIMUM_LENGTH,
          "is less than " + LEAST_ALONE + ", and the password may be the only factor",
          "Set auth.providers.two_factor.required_for_all to true, or ask for "
              + LEAST_ALONE
              + " characters.");
    }
    int memory = in.read(HASH_MEMORY);
    return new LocalSettings(
        enabled,
        minimum,
        memory,
        in.read(HASH_ITERATIONS),
        in.find(HASH_CONCURRENCY).orElseGet(() -> concurrency(memory)),
        in.read(HASH_QUEUE),
        UserSourceSection.read(in.section("user_source"), adminRole));
  }

  /** More hashes at a time than the heap holds would be a way to stop the server (S33). */
  private static int concurrency(int memoryKib) {
    long fitting = Runtime.getRuntime().maxMemory() / 2 / (memoryKib * 1024L);
    return (int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), fitting));
  }
}
