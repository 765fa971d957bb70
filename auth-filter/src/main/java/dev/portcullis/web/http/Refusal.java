package dev.portcullis.web.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says no, before it takes the form of JSON, a page or a redirect to the login page.
 *
 * @param code the error code
 * @param description one sentence for the client; reveals nothing
 * @param reasons text ids, for {@link ErrorCode#PASSWORD_REJECTED}; else empty
 * @param retryAfter when another try makes sense, or null
 * @param bearerPresented whether a bearer token was presented, so that the challenge names the
 *     error (RFC 6750 3.1)
 * @param maxAge how recent an authentication is needed (RFC 9470), or null
 * @param headers more headers of the answer
 */
public record Refusal(
    ErrorCode code,
    String description,
    List<String> reasons,
    @Nullable Duration retryAfter,
    boolean bearerPresented,
    @Nullable Duration maxAge,
    Map<String, String> headers) {

  public Refusal {
    reasons = List.copyOf(reasons);
    headers = Map.copyOf(headers);
  }

  /** A refusal with the code's own sentence. */
  public static Refusal of(ErrorCode code) {
    return of(code, code.sentence());
  }

  /** A refusal with a sentence of its own. */
  public static Refusal of(ErrorCode code, String description) {
    return new Refusal(code, description, List.of(), null, false, null, Map.of());
  }

  /** 503, or 429, with the time of another try. */
  public static Refusal retryLater(ErrorCode code, Duration retryAfter) {
    return new Refusal(code, code.sentence(), List.of(), retryAfter, false, null, Map.of());
  }

  /** 401 for a bearer token that was presented and does not serve. */
  public static Refusal invalidToken() {
    var code = ErrorCode.INVALID_TOKEN;
    return new Refusal(code, code.sentence(), List.of(), null, true, null, Map.of());
  }

  /** 401 because the authentication is older than that (RFC 9470). */
  public static Refusal tooOld(Duration maxAge, boolean bearerPresented) {
    var code = ErrorCode.INSUFFICIENT_USER_AUTHENTICATION;
    return new Refusal(code, code.sentence(), List.of(), null, bearerPresented, maxAge, Map.of());
  }

  /** 400 for a password that the policy refuses. */
  public static Refusal passwordRejected(List<String> reasons) {
    var code = ErrorCode.PASSWORD_REJECTED;
    return new Refusal(code, code.sentence(), reasons, null, false, null, Map.of());
  }

  /** The same with one more header. */
  public Refusal withHeader(String name, String value) {
    var more = new java.util.HashMap<>(headers);
    more.put(name, value);
    return new Refusal(code, description, reasons, retryAfter, bearerPresented, maxAge, more);
  }
}
