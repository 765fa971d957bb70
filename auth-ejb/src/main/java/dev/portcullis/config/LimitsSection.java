package dev.portcullis.config;

import dev.portcullis.config.RateLimitSettings.Limit;
import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code auth.rate_limit} and {@code auth.audit}. */
final class LimitsSection {

  private static final Pattern RATE = Pattern.compile("([0-9]{1,7})/([0-9dhms]{2,12})");
  private static final Duration LONGEST = Duration.ofDays(1);

  static final Key<Integer> ACCOUNT =
      Key.of(
              "auth.rate_limit.account",
              ValueTypes.cautionAbove(
                  5, "more passwords can be tried", ValueTypes.integer("failures", 1, 100)),
              "Failed sign-ins of one account before it has to wait, 1 s at first and twice as"
                  + " long each time. Above 5 the start warns.")
          .defaultsTo("5");
  static final Key<Limit> ADDRESS =
      Key.of(
              "auth.rate_limit.address",
              rate(100),
              "Attempts from one address. Above 100/10m the start warns.")
          .defaultsTo("100/10m");
  static final Key<Limit> PREFIX =
      Key.of(
              "auth.rate_limit.prefix",
              rate(300),
              "Attempts from one network, /24 or /56. Above 300/10m the start warns.")
          .defaultsTo("300/10m");
  static final Key<Duration> RETENTION =
      Key.of(
              "auth.audit.retention",
              ValueTypes.duration("1d", "36500d"),
              "Audit records older than that are deleted.")
          .defaultsTo("365d");

  static final List<Key<?>> KEYS = List.of(ACCOUNT, ADDRESS, PREFIX, RETENTION);

  private LimitsSection() {}

  static RateLimitSettings readRateLimit(Section rateLimit) {
    return new RateLimitSettings(
        rateLimit.read(ACCOUNT), rateLimit.read(ADDRESS), rateLimit.read(PREFIX));
  }

  static AuditSettings readAudit(Section audit) {
    return new AuditSettings(audit.read(RETENTION));
  }

  private static ValueType<Limit> rate(int advisedInTenMinutes) {
    return ValueType.of(
            "rate", "a number per duration of at most 1d, such as 100/10m", LimitsSection::parse)
        .warning(
            limit ->
                limit.count() * 600L > advisedInTenMinutes * limit.per().toSeconds()
                    ? Optional.of("is above the advised " + advisedInTenMinutes + "/10m")
                    : Optional.empty());
  }

  /**
   * A rate of whatever period.
   *
   * @param advised above it there is a warning
   * @param shown how it is written
   */
  static ValueType<Limit> rate(Limit advised, String shown) {
    return ValueType.of(
            "rate", "a number per duration of at most 1d, such as " + shown, LimitsSection::parse)
        .warning(
            limit ->
                limit.count() * advised.per().toSeconds()
                        > advised.count() * limit.per().toSeconds()
                    ? Optional.of("is above the advised " + shown)
                    : Optional.empty());
  }

  private static Limit parse(String text) throws BadValueException {
    var parts = RATE.matcher(text);
    if (!parts.matches()) {
      throw new BadValueException("is not a rate");
    }
    int count = Integer.parseInt(parts.group(1));
    var per = ValueTypes.parseDuration(parts.group(2));
    if (count == 0 || per.isZero() || per.compareTo(LONGEST) > 0) {
      throw new BadValueException("is out of range");
    }
    return new Limit(count, per);
  }
}
