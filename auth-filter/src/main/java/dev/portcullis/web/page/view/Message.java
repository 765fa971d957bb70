package dev.portcullis.web.page.view;

import java.util.Map;

/**
 * A text to show, not yet in any language.
 *
 * @param id the stable id of the text in {@code messages_<lang>.properties}
 * @param values what stands for {@code {name}} in the text; shown as they are, escaped by the
 *     template
 */
public record Message(String id, Map<String, String> values) {

  public Message {
    values = Map.copyOf(values);
  }

  /** A text without values. */
  public static Message of(String id) {
    return new Message(id, Map.of());
  }

  /** A text with one value. */
  public static Message of(String id, String name, String value) {
    return new Message(id, Map.of(name, value));
  }
}
