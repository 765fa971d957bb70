package dev.portcullis.jose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that somebody else sent, read as strictly as {@link JsonReader} does. Members that
 * are no texts, whole numbers, truth values, lists or objects are as good as not there.
 */
public final class JsonDocument {

  private static final int MOST_TEXTS = 1000;

  private final Map<String, Object> members;

  private JsonDocument(Map<String, Object> members) {
    this.members = members;
  }

  /**
   * Reads one.
   *
   * @throws MalformedException if it is no strict JSON, or no object
   */
  public static JsonDocument parse(byte[] json) throws MalformedException {
    return parse(new JsonReader(json));
  }

  /** The same from a reader at its beginning. */
  public static JsonDocument parse(JsonReader in) throws MalformedException {
    var members = object(in);
    in.end();
    return new JsonDocument(members);
  }

  private static Map<String, Object> object(JsonReader in) throws MalformedException {
    var members = new LinkedHashMap<String, Object>();
    in.beginObject();
    while (in.nextName()) {
      var name = in.name();
      var value = value(in);
      if (value != null) {
        members.put(name, value);
      }
    }
    return members;
  }

  private static @Nullable Object value(JsonReader in) throws MalformedException {
    if (in.isString()) {
      return in.string();
    }
    if (in.isObject()) {
      return object(in);
    }
    if (in.isArray()) {
      var list = new ArrayList<Object>();
      in.beginArray();
      while (in.nextElement()) {
        var element = value(in);
        if (element != null) {
          list.add(element);
        }
      }
      return list;
    }
    return new Scalar(new String(in.raw(), java.nio.charset.StandardCharsets.US_ASCII));
  }

  /** A number or a word as it was written. */
  private record Scalar(String text) {}

  /** Whether the member is there. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** A text. */
  public Optional<String> text(String name) {
    return text(List.of(name));
  }

  /** A text at the end of a path of names. */
  public Optional<String> text(List<String> path) {
    return at(path) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** A text, or a whole number as it was written: what identifies somebody is either. */
  public Optional<String> identifier(List<String> path) {
    var value = at(path);
    if (value instanceof Scalar scalar && scalar.text.matches("-?[0-9]{1,20}")) {
      return Optional.of(scalar.text);
    }
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Whether it is the word {@code true}, or that as a text, as some write it. */
  public boolean isTrue(String name) {
    return isWord(name, "true");
  }

  /** Whether it is the word {@code false}, or that as a text. */
  public boolean isFalse(String name) {
    return isWord(name, "false");
  }

  private boolean isWord(String name, String word) {
    var value = members.get(name);
    return word.equals(value) || (value instanceof Scalar scalar && scalar.text.equals(word));
  }

  /** A whole number of at most 15 digits. */
  public Optional<Long> integer(String name) {
    return members.get(name) instanceof Scalar scalar && scalar.text.matches("-?[0-9]{1,15}")
        ? Optional.of(Long.parseLong(scalar.text))
        : Optional.empty();
  }

  /** The texts of a list, or one text as a list of one; what is no text is passed over. */
  public Set<String> texts(String name) {
    return texts(at(List.of(name)));
  }

  private static Set<String> texts(@Nullable Object value) {
    var texts = new LinkedHashSet<String>();
    if (value instanceof String text) {
      texts.add(text);
    } else if (value instanceof List<?> list) {
      for (var element : list) {
        if (element instanceof String text && texts.size() < MOST_TEXTS) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  /** The same at the end of a path, where one text is a list with spaces. */
  public Set<String> words(List<String> path) {
    var value = at(path);
    return value instanceof String text
        ? new LinkedHashSet<>(List.of(text.strip().split(" +", MOST_TEXTS)))
        : texts(value);
  }

  /** Whether an object is at the end of the path. */
  public boolean isObject(List<String> path) {
    return at(path) instanceof Map<?, ?>;
  }

  /** Whether something is at the end of the path. */
  public boolean has(List<String> path) {
    return at(path) != null;
  }

  private @Nullable Object at(List<String> path) {
    @Nullable Object value = members;
    for (var name : path) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return value;
  }

  /** What it holds is nobody's business in a log (S71). */
  @Override
  public String toString() {
    return "JsonDocument" + members.keySet().size();
  }
}
