package dev.portcullis.web.request;

import dev.portcullis.AccessTokenVerifier;
import dev.portcullis.ClientInfo;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;

/** Access tokens in the header {@code Authorization} (RFC 6750 2.1). */
final class BearerAuthenticator implements RequestAuthenticator {

  private static final String SCHEME = "Bearer";
  private static final int LONGEST_HEADER = 8 * 1024;

  private final AccessTokenVerifier verifier;

  BearerAuthenticator(AccessTokenVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public RequestOutcome authenticate(
      HttpServletRequest request, HttpServletResponse response, ClientInfo client) {
    var headers = Collections.list(request.getHeaders("Authorization"));
    if (headers.stream().noneMatch(BearerAuthenticator::isBearer)) {
      return new RequestOutcome.NotPresented();
    }
    // RFC 6750 2: a client must not send more than one (S17).
    if (headers.size() > 1 || hasTokenInQuery(request)) {
      return rejected("The request carries more than one credential.");
    }
    var header = headers.get(0);
    if (header.length() > LONGEST_HEADER) {
      return rejected("The Authorization header is too long.");
    }
    var token = header.substring(SCHEME.length()).strip();
    return isToken(token)
        ? verify(token)
        : new RequestOutcome.Rejected(Refusal.of(ErrorCode.INVALID_AUTHORIZATION_HEADER));
  }

  private RequestOutcome verify(String token) {
    return verifier
        .verify(token)
        .fold(
            valid -> new RequestOutcome.Granted(valid.caller(), CredentialKind.BEARER),
            invalid -> new RequestOutcome.Rejected(Refusal.invalidToken()),
            () ->
                new RequestOutcome.Rejected(
                    Refusal.retryLater(ErrorCode.TEMPORARILY_UNAVAILABLE, Duration.ofSeconds(5))));
  }

  private static RequestOutcome rejected(String description) {
    return new RequestOutcome.Rejected(Refusal.of(ErrorCode.INVALID_REQUEST, description));
  }

  private static boolean isBearer(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && (header.length() == SCHEME.length()
            || Character.isWhitespace(header.charAt(SCHEME.length())));
  }

  /** RFC 6750 2.3, which S17 rules out. The query only: a body is the application's to read. */
  private static boolean hasTokenInQuery(HttpServletRequest request) {
    var query = request.getQueryString();
    return query != null && ("&" + query).contains("&access_token=");
  }

  /** {@code b64token} of RFC 6750 2.1. */
  private static boolean isToken(String token) {
    return !token.isEmpty()
        && token
            .chars()
            .allMatch(
                c ->
                    (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || (c >= '0' && c <= '9')
                        || "-._~+/=".indexOf(c) >= 0);
  }
}
