package dev.portcullis.config.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of the file, with the place it came from ({@code line 12}) for messages. */
public sealed interface Node {

  /** Where it was written, in words. */
  String origin();

  /**
   * A single value, as written; null where the file has a key and nothing after it.
   *
   * @param literal whether <code>${NAME}</code> in it stands for itself: so it is with what the
   *     environment gives
   */
  record Scalar(@Nullable String text, boolean literal, String origin) implements Node {

    /** Tells nothing of the value, which may be a secret (S71). */
    @Override
    public String toString() {
      return "<value of " + origin + ">";
    }
  }

  /** A list. */
  record Sequence(List<Node> items, String origin) implements Node {}

  /** Keys with their values, in the order of the file. The map may be changed. */
  record Mapping(Map<String, Node> members, String origin) implements Node {

    /** One without any key. */
    public static Mapping empty(String origin) {
      return new Mapping(new LinkedHashMap<>(), origin);
    }
  }
}
