package dev.portcullis.web.api;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.Rejections;
import dev.portcullis.web.http.RequestRefusedException;
import java.util.Optional;

/** From results of the domain to answers. */
final class Results {

  private Results() {}

  /**
   * The good case.
   *
   * @throws RequestRefusedException with what the client may hear of the other
   */
  static <T> Authenticated<T> require(AuthenticationResult<T> result)
      throws RequestRefusedException {
    Optional<Rejected<T>> rejected = result.fold(a -> Optional.empty(), Optional::of);
    if (rejected.isPresent()) {
      throw new RequestRefusedException(Rejections.of(rejected.get()));
    }
    return result.fold(
        authenticated -> authenticated,
        impossible -> {
          throw new IllegalStateException("Neither authenticated nor rejected");
        });
  }

  /** Leaves with the refusal, if there is one. */
  static void stopOn(Optional<Refusal> refusal) throws RequestRefusedException {
    if (refusal.isPresent()) {
      throw new RequestRefusedException(refusal.get());
    }
  }
}
