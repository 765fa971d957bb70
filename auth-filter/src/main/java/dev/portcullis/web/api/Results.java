package dev.portcullis.web.api;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
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
    Optional<Refusal> refusal =
        result.fold(
            a -> Optional.empty(),
            r -> Optional.of(Rejections.of(r)),
            p -> Optional.of(Refusal.secondFactorRequired(p.pending())));
    stopOn(refusal);
    return (Authenticated<T>) result;
  }

  /** Leaves with the refusal, if there is one. */
  static void stopOn(Optional<Refusal> refusal) throws RequestRefusedException {
    if (refusal.isPresent()) {
      throw new RequestRefusedException(refusal.get());
    }
  }
}
