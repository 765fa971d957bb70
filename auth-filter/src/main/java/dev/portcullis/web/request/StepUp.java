package dev.portcullis.web.request;

import dev.portcullis.InsufficientAuthenticationException;
import dev.portcullis.RequireFactor;

/** {@link RequireFactor} where the application runs: asked by the interceptor. */
public final class StepUp {

  private StepUp() {}

  /**
   * Returns if the caller of this thread's request meets the demand; otherwise the client is
   * answered.
   *
   * @throws InsufficientAuthenticationException otherwise, and where the thread serves no request
   */
  public static void require(RequireFactor annotation) {
    var demand = FactorDemand.of(annotation);
    var run =
        ApplicationRun.current()
            .orElseThrow(
                () ->
                    new InsufficientAuthenticationException(
                        "@RequireFactor outside of a request: there is nobody to ask"));
    if (!run.meets(demand)) {
      throw new InsufficientAuthenticationException(
          "The caller has to prove " + (demand.second() ? "a second factor" : "it is them again"));
    }
  }
}
