package dev.portcullis.web.api;

import dev.portcullis.ProviderLogins.Beginning;
import dev.portcullis.ProviderLogins.Wish;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.LocalPath;
import dev.portcullis.web.http.RequestRefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proving again who one is at a provider, for programs; {@code GET /reauthenticate} has forms of
 * its own. The callback ends it, see {@link ProviderOperations}.
 */
public final class ProviderConfirmOperations implements RouteSource {

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/oauth/{provider}/reauthenticate")
            .to(Access.CALLER, ProviderConfirmOperations::confirm));
  }

  private static Reply confirm(Exchange exchange) throws RequestRefusedException {
    var returnTo = exchange.query().optional("return_to").flatMap(LocalPath::parse);
    var begun = begin(exchange, returnTo.map(LocalPath::text).orElse(null));
    return Reply.json(200, Json.object().put("auth_url", begun.address().toString()));
  }

  /**
   * Begins; this browser has the attempt then.
   *
   * @param returnTo a path on this host, or null: the account page
   */
  public static Beginning.Begun begin(Exchange exchange, @Nullable String returnTo)
      throws RequestRefusedException {
    var provider = exchange.pathVariable("provider");
    var wish =
        new Wish(
            ProviderOperations.callbackAddress(exchange, provider),
            !exchange.bySession(),
            returnTo == null ? exchange.ownPath("/account") : returnTo);
    var beginning =
        exchange
            .domain()
            .providerLogins()
            .confirm(provider, wish, exchange.requireCaller(), exchange.client());
    if (beginning instanceof Beginning.Begun begun) {
      exchange.keepAttempt(begun.state(), begun.ticket());
      return begun;
    }
    throw new RequestRefusedException(
        beginning instanceof Beginning.NotBegun notBegun
            ? ProviderOperations.code(notBegun.failure())
            : ErrorCode.NOT_FOUND);
  }
}
