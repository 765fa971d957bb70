package dev.portcullis.config.file;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of values that settings are made of. */
public final class ValueTypes {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DURATION =
      Pattern.compile("(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?");

  private ValueTypes() {}

  /** {@code true} or {@code false}. */
  public static ValueType<Boolean> flag() {
    return ValueType.of(
        "true or false",
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new BadValueException("is neither true nor false");
            });
  }

  /** Any text of at most 1024 characters on one line that is not blank. */
  public static ValueType<String> text() {
    return text("text", "a text on one line", Pattern.compile("[^\\p{Cntrl}]{1,1024}"));
  }

  /** A text that matches a pattern, which must be a linear one. */
  public static ValueType<String> text(String name, String allowed, Pattern pattern) {
    return ValueType.of(
        name,
        allowed,
        text -> {
          if (text.isBlank()) {
            throw new BadValueException("is empty");
          }
          if (!pattern.matcher(text).matches()) {
            throw new BadValueException("has not the form it must have");
          }
          return text;
        });
  }

  /** One of these words, exactly as written. */
  public static <T> ValueType<T> choice(Map<String, T> choices) {
    var words = String.join(", ", choices.keySet());
    var allowed = choices.size() == 1 ? words : "one of " + words;
    return ValueType.of(
        allowed,
        allowed,
        text -> {
          var value = choices.get(text);
          if (value == null) {
            throw new BadValueException(
                Suggestion.among(choices.keySet(), text)
                    .map(near -> "is not known; did you mean " + near + "?")
                    .orElse("is not known"));
          }
          return value;
        });
  }

  /** One constant of an enum, in lower case. */
  public static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    var choices = new LinkedHashMap<String, E>();
    Arrays.stream(type.getEnumConstants())
        .forEach(constant -> choices.put(constant.name().toLowerCase(Locale.ROOT), constant));
    return choice(choices);
  }

  /**
   * A whole number in a range, both ends included.
   *
   * @param unit what is counted, in the plural: {@code KiB}
   */
  public static ValueType<Integer> integer(String unit, int least, int most) {
    return ValueType.of(
        "number of " + unit,
        "a whole number of " + unit + " from " + least + " to " + most,
        text -> {
          if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw new BadValueException("is not a whole number");
          }
          int number = Integer.parseInt(text);
          if (number < least || number > most) {
            throw new BadValueException("is out of range");
          }
          return number;
        });
  }

  /** A length of time in a range, both ends included: {@code 90s}, {@code 1h30m}, {@code 7d}. */
  public static ValueType<Duration> duration(String least, String most) {
    var from = required(least);
    var to = required(most);
    return ValueType.of(
        "duration",
        "a duration from " + least + " to " + most + " (d, h, m, s)",
        text -> {
          var duration = parseDuration(text);
          if (duration.compareTo(from) < 0 || duration.compareTo(to) > 0) {
            throw new BadValueException("is out of range");
          }
          return duration;
        });
  }

  /** A caution about durations longer than advised. */
  public static ValueType<Duration> cautionAbove(
      String advised, String why, ValueType<Duration> type) {
    var limit = required(advised);
    return type.warning(
        value -> value.compareTo(limit) > 0 ? Optional.of(loose(advised, why)) : Optional.empty());
  }

  /** A caution about numbers larger than advised. */
  public static ValueType<Integer> cautionAbove(int advised, String why, ValueType<Integer> type) {
    return type.warning(
        value ->
            value > advised
                ? Optional.of(loose(Integer.toString(advised), why))
                : Optional.empty());
  }

  private static String loose(String advised, String why) {
    return "is above the advised " + advised + ": " + why;
  }

  /** Reads a length of time such as {@code 10m}. */
  public static Duration parseDuration(String text) throws BadValueException {
    var parts = DURATION.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw new BadValueException(
          WHOLE_NUMBER.matcher(text).matches() ? "has no unit" : "is not a duration");
    }
    return Duration.ofDays(number(parts.group(1)))
        .plusHours(number(parts.group(2)))
        .plusMinutes(number(parts.group(3)))
        .plusSeconds(number(parts.group(4)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static Duration required(String text) {
    try {
      return parseDuration(text);
    } catch (BadValueException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
