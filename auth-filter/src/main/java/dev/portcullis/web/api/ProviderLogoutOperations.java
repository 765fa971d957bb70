package dev.portcullis.web.api;

import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What providers call when somebody logs out there; and the address to log out there. */
public final class ProviderLogoutOperations implements RouteSource {

  private static final String NOT_PROVEN = "The logout is not proven.";

  @Override
  public List<Route> routes() {
    return List.of(
        // The token's signature is the proof.
        Route.post("/oauth/{provider}/backchannel-logout")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .proof(Route.Proof.NONE)
            .to(Access.PUBLIC, ProviderLogoutOperations::backChannel),
        // In a frame of the provider's page; knowing the provider's session is the proof.
        Route.get("/oauth/{provider}/frontchannel-logout")
            .producesNothing()
            .to(Access.PUBLIC, ProviderLogoutOperations::frontChannel));
  }

  /** Back-Channel Logout 1.0 2.8. */
  private static Reply backChannel(Exchange exchange) throws RequestRefusedException, IOException {
    var token = exchange.form().secret("logout_token");
    var provider = exchange.pathVariable("provider");
    var answer =
        exchange.domain().providerLogouts().backChannel(provider, token, exchange.client());
    var wait = answer.retryAfter();
    if (wait != null) {
      throw new RequestRefusedException(Refusal.retryLater(ErrorCode.TOO_MANY_REQUESTS, wait));
    }
    if (!answer.proven()) {
      throw new RequestRefusedException(ErrorCode.INVALID_REQUEST, NOT_PROVEN);
    }
    return Reply.empty(200);
  }

  /**
   * Front-Channel Logout 1.0 2; one answer to all, so nobody finds out whose sessions there are.
   */
  private static Reply frontChannel(Exchange exchange) throws RequestRefusedException {
    var query = exchange.query();
    boolean ignored =
        exchange
            .domain()
            .providerLogouts()
            .frontChannel(
                exchange.pathVariable("provider"),
                query.text("iss"),
                query.text("sid"),
                exchange.client());
    return Reply.empty(200);
  }

  /** Where a browser logs out at the provider of its session; asked before that ends. */
  public static Optional<URI> address(Exchange exchange) {
    if (exchange.domain().providerLogins().providers().isEmpty()) {
      return Optional.empty();
    }
    var front =
        URI.create(
            exchange.web().address().origin(exchange.request()) + exchange.applicationPath());
    return exchange
        .caller()
        .filter(caller -> !caller.isApiToken())
        .flatMap(caller -> exchange.domain().providerLogouts().address(caller, front));
  }
}
