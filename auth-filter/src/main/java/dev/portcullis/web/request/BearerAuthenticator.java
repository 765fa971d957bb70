package dev.portcullis.web.request;

import dev.portcullis.ClientInfo;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.client.BearerClient;
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

  private final BearerClient tokens;

  BearerAuthenticator(BearerClient tokens) {
    this.tokens = tokens;
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
    var credential = normalized(header);
    return isToken(credential, BearerClient.PREFIX.length())
        ? verify(credential)
        : new RequestOutcome.Rejected(Refusal.of(ErrorCode.INVALID_AUTHORIZATION_HEADER));
  }

  /** The prefix as everybody writes it: RFC 9110 11.1 allows any case, and spaces. */
  private static String normalized(String header) {
    return header.startsWith(BearerClient.PREFIX) && isToken(header, BearerClient.PREFIX.length())
        ? header
        : BearerClient.PREFIX + header.substring(SCHEME.length()).strip();
  }

  private RequestOutcome verify(String credential) {
    return tokens
        .verify(credential)
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

  /** Whether there is {@code b64token} of RFC 6750 2.1, from there to the end. */
  private static boolean isToken(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!alphanumeric && "-._~+/=".indexOf(c) < 0) {
        return false;
      }
    }
    return text.length() > from;
  }
}
