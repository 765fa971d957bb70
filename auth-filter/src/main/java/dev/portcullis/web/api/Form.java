package dev.portcullis.web.api;

import dev.portcullis.Confidential;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.RequestRefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The fields of a form, or of a query: each at most once. */
public final class Form {

  private final Map<String, String> fields;

  private Form(Map<String, String> fields) {
    this.fields = fields;
  }

  /**
   * Reads {@code a=b&c=d}.
   *
   * @throws RequestRefusedException 400 for a field that comes twice, or broken percent signs
   */
  static Form parse(String encoded) throws RequestRefusedException {
    var fields = new LinkedHashMap<String, String>();
    for (var pair : encoded.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      var name = decode(equals < 0 ? pair : pair.substring(0, equals));
      var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (fields.put(name, value) != null) {
        throw new RequestRefusedException(
            ErrorCode.INVALID_REQUEST, "A field of the request comes more than once.");
      }
    }
    return new Form(fields);
  }

  /** The field as sent, unchanged; empty where it is missing. */
  public Optional<String> optional(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** What follows the prefix in the names of the fields that begin with it, in their order. */
  public Set<String> namesAfter(String prefix) {
    return fields.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** A field that must be there; it may be the empty text. */
  public String text(String name) throws RequestRefusedException {
    var value = fields.get(name);
    if (value == null) {
      throw new RequestRefusedException(
          ErrorCode.INVALID_REQUEST, "The field " + name + " must be there.");
    }
    return value;
  }

  /** A secret field that must be there. */
  public Confidential secret(String name) throws RequestRefusedException {
    return Confidential.of(text(name));
  }

  private static String decode(String encoded) throws RequestRefusedException {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw new RequestRefusedException(
          ErrorCode.INVALID_REQUEST, "The request is not properly encoded.");
    }
  }
}
