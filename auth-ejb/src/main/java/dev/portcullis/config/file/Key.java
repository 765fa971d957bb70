package dev.portcullis.config.file;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of the file: the one declaration from which it is read, checked and documented.
 *
 * @param path from the root, with {@code *} for a name that the operator chooses and {@code []} for
 *     the entries of a list: {@code auth.protect[].path}
 * @param type what a value may be; for a list, what an entry may be
 * @param shape what may stand there
 * @param secret whether its value may never be shown (S71)
 * @param defaultText the value when nothing is written, or null if there is none
 * @param defaultWords the default in words where it is no fixed value, or null
 * @param since the version that first had it
 * @param sentence what it does
 */
public record Key<T>(
    String path,
    ValueType<T> type,
    Shape shape,
    boolean secret,
    @Nullable String defaultText,
    @Nullable String defaultWords,
    String since,
    String sentence) {

  private static final String FIRST_VERSION = "0.1";

  /** What may stand at a key. */
  public enum Shape {
    /** One value. */
    SCALAR,
    /** A list of values, or one text with commas. */
    LIST,
    /** Known by name only, for a feature that this version has not: anything. */
    RESERVED
  }

  /** A key with one value and no default. */
  public static <T> Key<T> of(String path, ValueType<T> type, String sentence) {
    return new Key<>(path, type, Shape.SCALAR, false, null, null, FIRST_VERSION, sentence);
  }

  /** A key with a list of values; without default that is the empty list. */
  public static <T> Key<T> list(String path, ValueType<T> type, String sentence) {
    return new Key<>(path, type, Shape.LIST, false, null, null, FIRST_VERSION, sentence);
  }

  /** A key that is accepted as long as its feature is off. */
  public static Key<String> reserved(String path, String sentence) {
    return new Key<>(
        path, ValueTypes.text(), Shape.RESERVED, false, null, null, FIRST_VERSION, sentence);
  }

  /** The same key with a default value, in the notation of the file. */
  public Key<T> defaultsTo(String text) {
    return new Key<>(path, type, shape, secret, text, null, since, sentence);
  }

  /** The same key with a default that the reader works out. */
  public Key<T> defaultsInWords(String words) {
    return new Key<>(path, type, shape, secret, null, words, since, sentence);
  }

  /** The same key, its value never shown. */
  public Key<T> confidential() {
    return new Key<>(path, type, shape, true, defaultText, defaultWords, since, sentence);
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The path of the section it is in. */
  public String section() {
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** What {@link #defaultText} stands for. */
  Optional<T> defaultValue() {
    if (defaultText == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(type.parser().parse(defaultText));
    } catch (BadValueException e) {
      throw new IllegalStateException("The default of " + path + " is not allowed", e);
    }
  }
}
