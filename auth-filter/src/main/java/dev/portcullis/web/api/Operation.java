package dev.portcullis.web.api;

import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;

/**
 * One operation or page: reads the exchange, asks the domain, answers. Stateless; used by many
 * threads. What comes before it (matching, limits, the caller, proof of origin) and after it
 * (writing, refusals, faults) is the {@link Dispatcher}'s.
 */
@FunctionalInterface
public interface Operation {

  /**
   * Answers.
   *
   * @throws RequestRefusedException to answer with a refusal
   * @throws dev.portcullis.TemporarilyUnavailableException answered with 503; any other runtime
   *     exception is logged and answered with 503 as well (S74, S75)
   */
  Reply answer(Exchange exchange) throws RequestRefusedException, IOException;
}
