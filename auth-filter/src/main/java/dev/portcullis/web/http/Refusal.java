package dev.portcullis.web.http;

import dev.portcullis.PendingLogin;
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
 * @param secondFactor whether a second factor must be part of the authentication (RFC 9470)
 * @param pending a login that waits for its second factor, or null
 * @param headers more headers of the answer
 */
public record Refusal(
    ErrorCode code,
    String description,
    List<String> reasons,
    @Nullable Duration retryAfter,
    boolean bearerPresented,
    @Nullable Duration maxAge,
    boolean secondFactor,
    @Nullable PendingLogin pending,
    Map<String, String> headers) {

  /** What stands for a second factor in {@code acr_values}. */
  public static final String ACR_SECOND_FACTOR = "mfa";

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
    return new Refusal(code, description, List.of(), null, false, null, false, null, Map.of());
  }

  /** 503, or 429, with the time of another try. */
  public static Refusal retryLater(ErrorCode code, Duration retryAfter) {
    return new Refusal(
        code, code.sentence(), List.of(), retryAfter, false, null, false, null, Map.of());
  }

  /** 401 for a bearer token that was presented and does not serve. */
  public static Refusal invalidToken() {
    var code = ErrorCode.INVALID_TOKEN;
    return new Refusal(code, code.sentence(), List.of(), null, true, null, false, null, Map.of());
  }

  /** 401 because the authentication is older than that (RFC 9470). */
  public static Refusal tooOld(Duration maxAge, boolean bearerPresented) {
    var code = ErrorCode.INSUFFICIENT_USER_AUTHENTICATION;
    return new Refusal(
        code, code.sentence(), List.of(), null, bearerPresented, maxAge, false, null, Map.of());
  }

  /**
   * 401 because a second factor is no part of the authentication (RFC 9470).
   *
   * @param maxAge how recent it has to be, or null
   */
  public static Refusal withoutSecondFactor(@Nullable Duration maxAge, boolean bearerPresented) {
    var code = ErrorCode.INSUFFICIENT_USER_AUTHENTICATION;
    return new Refusal(
        code,
        "An authentication with a second factor is needed.",
        List.of(),
        null,
        bearerPresented,
        maxAge,
        true,
        null,
        Map.of());
  }

  /** 401 with what the client needs for the second half of its login. */
  public static Refusal secondFactorRequired(PendingLogin pending) {
    var code = ErrorCode.SECOND_FACTOR_REQUIRED;
    return new Refusal(
        code, code.sentence(), List.of(), null, false, null, false, pending, Map.of());
  }

  /** 400 for a password that the policy refuses. */
  public static Refusal passwordRejected(List<String> reasons) {
    var code = ErrorCode.PASSWORD_REJECTED;
    return new Refusal(code, code.sentence(), reasons, null, false, null, false, null, Map.of());
  }

  /** The same with one more header. */
  public Refusal withHeader(String name, String value) {
    var more = new java.util.HashMap<>(headers);
    more.put(name, value);
    return new Refusal(
        code,
        description,
        reasons,
        retryAfter,
        bearerPresented,
        maxAge,
        secondFactor,
        pending,
        more);
  }
}
