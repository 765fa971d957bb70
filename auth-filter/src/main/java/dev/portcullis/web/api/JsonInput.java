package dev.portcullis.web.api;

import dev.portcullis.Confidential;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.RequestRefusedException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON body of a request: an object whose members are all known. */
public final class JsonInput {

  private final ObjectNode object;

  private JsonInput(ObjectNode object) {
    this.object = object;
  }

  /**
   * Takes an object.
   *
   * @throws RequestRefusedException 400 {@code unknown_field} for a member that is not named
   */
  static JsonInput of(ObjectNode object, Set<String> members) throws RequestRefusedException {
    for (var name : object.propertyNames()) {
      if (!members.contains(name)) {
        throw new RequestRefusedException(ErrorCode.UNKNOWN_FIELD);
      }
    }
    return new JsonInput(object);
  }

  /** Whether the member is there, be it null. */
  public boolean has(String member) {
    return object.has(member);
  }

  /** A text that must be there. */
  public String text(String member) throws RequestRefusedException {
    var text = optionalText(member);
    if (text == null) {
      throw refused(member, "must be there");
    }
    return text;
  }

  /** A secret text that must be there. */
  public Confidential secret(String member) throws RequestRefusedException {
    return Confidential.of(text(member));
  }

  /** A text, or null where the member is missing or null. */
  public @Nullable String optionalText(String member) throws RequestRefusedException {
    var value = value(member);
    if (value.isEmpty()) {
      return null;
    }
    if (!value.get().isString()) {
      throw refused(member, "must be a text");
    }
    return value.get().stringValue();
  }

  /** An object, as it would be written, or null where the member is missing or null. */
  public @Nullable String optionalObject(String member) throws RequestRefusedException {
    var value = value(member);
    if (value.isEmpty()) {
      return null;
    }
    if (!value.get().isObject()) {
      throw refused(member, "must be an object");
    }
    return value.get().toString();
  }

  /** A truth value; false where the member is missing or null. */
  public boolean flag(String member) throws RequestRefusedException {
    var value = value(member);
    if (value.isEmpty()) {
      return false;
    }
    if (!value.get().isBoolean()) {
      throw refused(member, "must be true or false");
    }
    return value.get().booleanValue();
  }

  /** A whole number of at most 18 digits that must be there. */
  public long number(String member) throws RequestRefusedException {
    var value = value(member);
    if (value.isEmpty() || !value.get().isIntegralNumber() || !value.get().canConvertToLong()) {
      throw refused(member, "must be a whole number");
    }
    return value.get().longValue();
  }

  /** A set of texts, or null where the member is missing or null. */
  public @Nullable Set<String> optionalTexts(String member) throws RequestRefusedException {
    var value = value(member);
    if (value.isEmpty()) {
      return null;
    }
    var texts = new LinkedHashSet<String>();
    if (!value.get().isArray()) {
      throw refused(member, "must be a list of texts");
    }
    for (var element : value.get()) {
      if (!element.isString()) {
        throw refused(member, "must be a list of texts");
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  private Optional<JsonNode> value(String member) {
    return Optional.ofNullable(object.get(member)).filter(node -> !node.isNull());
  }

  private static RequestRefusedException refused(String member, String what) {
    return new RequestRefusedException(
        ErrorCode.INVALID_REQUEST, "The member " + member + " " + what + ".");
  }
}
