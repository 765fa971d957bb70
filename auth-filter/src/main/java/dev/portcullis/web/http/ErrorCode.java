package dev.portcullis.web.http;

import java.util.Locale;

/**
 * The error codes of API.md with their status and one sentence that tells nothing a client may not
 * know (S75). Clients are written against the codes: none is ever renamed.
 */
public enum ErrorCode {
  INVALID_REQUEST(400, "The request is not one that this operation understands."),
  UNKNOWN_FIELD(400, "The request has a member that this operation does not know."),
  MISSING_CODE_OR_STATE(400, "The provider's answer lacks its code or state."),
  INVALID_STATE(400, "The sign-in was not begun here, is too old, or was completed before."),
  INVALID_CODE(400, "The code is wrong, has expired or was used."),
  INVALID_RECOVERY_CODE(400, "The recovery code is wrong or was used."),
  PASSWORD_REJECTED(400, "The new password is not acceptable."),
  MISSING_AUTHORIZATION_HEADER(401, "A bearer token is needed."),
  INVALID_AUTHORIZATION_HEADER(401, "The Authorization header holds no bearer token."),
  AUTHENTICATION_REQUIRED(401, "Please sign in."),
  CERTIFICATE_REQUIRED(401, "A client certificate is needed."),
  INVALID_TOKEN(401, "The token is not valid."),
  INVALID_CREDENTIALS(401, "The credentials are not valid."),
  SECOND_FACTOR_REQUIRED(401, "A second factor is needed."),
  INVALID_MFA_TOKEN(401, "The sign-in has to begin anew."),
  REFRESH_TOKEN_REUSED(401, "The refresh token was used before; please sign in again."),
  INSUFFICIENT_USER_AUTHENTICATION(401, "A more recent authentication is needed."),
  INSUFFICIENT_PERMISSIONS(403, "This is not permitted."),
  CSRF_FAILED(403, "The request does not prove that it comes from this application."),
  NOT_FOUND(404, "There is nothing here."),
  METHOD_NOT_ALLOWED(405, "The method is not supported here."),
  NOT_ACCEPTABLE(406, "No acceptable representation can be given."),
  CONFLICT(409, "The request conflicts with the present state."),
  PAYLOAD_TOO_LARGE(413, "The request is too large."),
  UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported here."),
  TOO_MANY_REQUESTS(429, "Too many attempts; please try later."),
  TOKEN_EXCHANGE_FAILED(502, "The provider did not confirm the sign-in."),
  USER_INFO_FAILED(502, "The provider did not say who signed in."),
  PROVIDER_ERROR(502, "The provider could not be asked, or did not let the sign-in happen."),
  TEMPORARILY_UNAVAILABLE(503, "This cannot be answered at the moment; please try again.");

  private final int status;
  private final String sentence;

  ErrorCode(int status, String sentence) {
    this.status = status;
    this.sentence = sentence;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** The member {@code error_description} where nothing more exact is known. */
  public String sentence() {
    return sentence;
  }

  /** The member {@code error}: {@code invalid_token}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
