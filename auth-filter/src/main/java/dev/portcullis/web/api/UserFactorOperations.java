package dev.portcullis.web.api;

import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorStatus;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.util.List;

/** Other people's second factors, for administrators: away with them, where they were lost. */
public final class UserFactorOperations implements RouteSource {

  private static final String PATH = "/admin/users/{id}/reset-2fa";

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(PATH).producesNothing().to(Access.CALLER, UserFactorOperations::reset),
        Route.post(PATH)
            .consumes(MediaTypes.JSON)
            .producesNothing()
            .to(Access.CALLER, UserFactorOperations::reset));
  }

  private static Reply reset(Exchange exchange) throws RequestRefusedException, IOException {
    FactorOperations.requireEnabled(exchange);
    var administrator = Administrator.require(exchange);
    boolean endSessions =
        exchange.isOfType(MediaTypes.JSON) && exchange.json("end_sessions").flag("end_sessions");
    var outcome =
        exchange
            .domain()
            .secondFactors()
            .reset(exchange.pathVariable("id"), administrator, endSessions, exchange.client());
    if (outcome instanceof FactorOutcome.NotPossible<FactorStatus> not) {
      throw new RequestRefusedException(
          not.reason().equals("factor.own")
              ? Refusal.of(
                  ErrorCode.CONFLICT, "Your own second factors are removed one by one, at /2fa.")
              : Refusal.of(ErrorCode.NOT_FOUND));
    }
    return Reply.empty(204);
  }
}
