package dev.portcullis.web.saved;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of an encoded form, each with its values in their order. */
final class FormFields {

  private FormFields() {}

  /** Adds those of the body behind those that are there, as containers do with a query. */
  static Map<String, String[]> after(Map<String, String[]> query, String body, Charset charset) {
    var fields = new LinkedHashMap<String, List<String>>();
    query.forEach((name, values) -> fields.put(name, new ArrayList<>(List.of(values))));
    for (var pair : body.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals), charset);
        var value = equals < 0 ? "" : decode(pair.substring(equals + 1), charset);
        fields.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    var all = new LinkedHashMap<String, String[]>();
    fields.forEach((name, values) -> all.put(name, values.toArray(new String[0])));
    return all;
  }

  /** What is not properly encoded stays as it is. */
  private static String decode(String encoded, Charset charset) {
    try {
      return URLDecoder.decode(encoded, charset);
    } catch (IllegalArgumentException broken) {
      return encoded;
    }
  }
}
