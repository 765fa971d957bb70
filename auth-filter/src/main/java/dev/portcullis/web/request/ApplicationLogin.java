package dev.portcullis.web.request;

import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** How the application has people sign in, where its web.xml says so. */
public interface ApplicationLogin {

  /** Whether a request to that path brings the credentials. */
  default boolean isCheck(String path) {
    return false;
  }

  /**
   * Checks the credentials of such a request.
   *
   * @return why it is refused; empty where the response is written
   */
  default Optional<Refusal> check(
      HttpServletRequest request, HttpServletResponse response, RequestState state)
      throws IOException {
    throw new IllegalStateException("Nothing is checked here");
  }

  /**
   * Asks whoever made a request without a caller to sign in.
   *
   * @return false where the usual challenge is to be written
   */
  default boolean challenge(
      HttpServletRequest request, HttpServletResponse response, RequestState state)
      throws IOException {
    return false;
  }

  /** What comes with every request, where web.xml has it so. */
  default Optional<CredentialKind> credential() {
    return Optional.empty();
  }

  /** The protection space of a challenge, as a browser shows it. */
  default String realm() {
    return "portcullis";
  }

  /** An application that leaves it to us. */
  static ApplicationLogin none() {
    return new ApplicationLogin() {};
  }
}
