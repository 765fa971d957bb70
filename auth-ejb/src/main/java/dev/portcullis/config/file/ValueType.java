package dev.portcullis.config.file;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a value may be.
 *
 * @param name for the documentation: {@code duration}
 * @param allowed what is allowed, in words: {@code a duration from 1m to 24h, such as 15m}
 * @param parser makes the value of its text
 * @param caution a warning about an allowed value that is looser than advised, or empty
 */
public record ValueType<T>(
    String name, String allowed, Parser<T> parser, Function<T, Optional<String>> caution) {

  /** Reads a text, or says what is wrong with it. */
  @FunctionalInterface
  public interface Parser<T> {
    T parse(String text) throws BadValueException;
  }

  /** A type without warnings. */
  public static <T> ValueType<T> of(String name, String allowed, Parser<T> parser) {
    return new ValueType<>(name, allowed, parser, value -> Optional.empty());
  }

  /** The same type, with a warning for some values: a sentence that goes on after the key. */
  public ValueType<T> warning(Function<T, Optional<String>> newCaution) {
    return new ValueType<>(name, allowed, parser, newCaution);
  }
}
