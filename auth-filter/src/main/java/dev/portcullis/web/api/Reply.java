package dev.portcullis.web.api;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer of an operation, not yet written.
 *
 * @param status HTTP status
 * @param contentType with its charset, or null where there is no body
 * @param body may be empty
 * @param headers written after the security headers, and so able to replace {@code Cache-Control}
 */
@SuppressWarnings("ArrayRecordComponent") // Written once and dropped; never compared.
public record Reply(
    int status, @Nullable String contentType, byte[] body, Map<String, String> headers) {

  private static final byte[] NOTHING = {};

  /** A JSON document. */
  public static Reply json(int status, JsonNode document) {
    return new Reply(
        status,
        "application/json;charset=UTF-8",
        document.toString().getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  /** A page. */
  public static Reply html(int status, String page) {
    return new Reply(
        status, "text/html;charset=UTF-8", page.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** Anything else. */
  public static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, contentType, body, Map.of());
  }

  /** No body: 204, or 200 where a standard says so. */
  public static Reply empty(int status) {
    return new Reply(status, null, NOTHING, Map.of());
  }

  /**
   * 303: to be followed with GET.
   *
   * @param location a path on this host, as {@link Exchange#ownPath} and {@code LocalPath} give it
   */
  public static Reply seeOther(String location) {
    return new Reply(303, null, NOTHING, Map.of("Location", location));
  }

  /** 302 to another service, whose address comes from configuration or verified metadata. */
  public static Reply found(URI address) {
    return new Reply(302, null, NOTHING, Map.of("Location", address.toString()));
  }

  /** The same with one more header. */
  public Reply withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, contentType, body, more);
  }
}
