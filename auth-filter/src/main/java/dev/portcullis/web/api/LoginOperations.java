package dev.portcullis.web.api;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.FactorProof;
import dev.portcullis.PasswordLogin;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SessionGrant;
import dev.portcullis.TokenGrant;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestRefusedException;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** POST /login and /reauthenticate, for programs; the pages have forms of their own. */
public final class LoginOperations implements RouteSource {

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/login").consumes(MediaTypes.JSON).to(Access.PUBLIC, this::login),
        Route.post("/2fa/login").consumes(MediaTypes.JSON).to(Access.PUBLIC, this::secondHalf),
        Route.post("/reauthenticate")
            .consumes(MediaTypes.JSON)
            .to(Access.CALLER, this::reauthenticate));
  }

  private Reply login(Exchange exchange) throws RequestRefusedException, IOException {
    var body = exchange.json("username", "password", "provider", "session");
    var login =
        new PasswordLogin(
            body.text("username"), body.secret("password"), body.optionalText("provider"));
    if (body.flag("session")) {
      requireOwnOrigin(exchange);
      var result = exchange.domain().authentication().openSession(login, exchange.client());
      return session(exchange, result, this::signedIn);
    }
    requireTokens(exchange);
    var result = exchange.domain().authentication().issueTokens(login, null, exchange.client());
    return tokens(result);
  }

  /**
   * No other site gives a browser a session (S27). Browsers send the header with every POST; a
   * program without it is nobody's victim.
   */
  private static void requireOwnOrigin(Exchange exchange) throws RequestRefusedException {
    if (exchange.request().getHeader("Origin") != null
        && !exchange.web().address().isSameOrigin(exchange.request())) {
      throw new RequestRefusedException(ErrorCode.CSRF_FAILED);
    }
  }

  private static void requireTokens(Exchange exchange) throws RequestRefusedException {
    if (!exchange.web().settings().jwt().enabled()) {
      throw new RequestRefusedException(
          ErrorCode.INVALID_REQUEST, "Tokens are switched off; ask for a session.");
    }
  }

  private Reply reauthenticate(Exchange exchange) throws RequestRefusedException, IOException {
    var body = exchange.json("method", "password", "code");
    var method = body.text("method");
    if (!method.equals("password")) {
      return bySecondFactor(exchange, FactorOperations.proof(method, body.secret("code")));
    }
    var password = body.secret("password");
    var caller = exchange.requireCaller();
    var authentication = exchange.domain().authentication();
    return exchange.bySession()
        ? session(
            exchange,
            authentication.reauthenticateSession(caller, password, exchange.client()),
            this::provenAgain)
        : tokens(authentication.reauthenticateTokens(caller, password, exchange.client()));
  }

  private Reply bySecondFactor(Exchange exchange, FactorProof proof)
      throws RequestRefusedException {
    var caller = exchange.requireCaller();
    var authentication = exchange.domain().authentication();
    return exchange.bySession()
        ? session(
            exchange,
            authentication.reauthenticateSession(caller, proof, exchange.client()),
            this::provenAgain)
        : tokens(authentication.reauthenticateTokens(caller, proof, exchange.client()));
  }

  /** {@code POST /2fa/login}: the second half of a login. */
  private Reply secondHalf(Exchange exchange) throws RequestRefusedException, IOException {
    var body = exchange.json("mfa_token", "method", "code", "session");
    var login =
        new SecondFactorLogin(
            body.secret("mfa_token"),
            FactorOperations.proof(body.text("method"), body.secret("code")));
    if (body.flag("session")) {
      requireOwnOrigin(exchange);
      var result = exchange.domain().authentication().openSession(login, exchange.client());
      return session(exchange, result, this::signedIn);
    }
    requireTokens(exchange);
    return tokens(exchange.domain().authentication().issueTokens(login, exchange.client()));
  }

  private static Reply tokens(AuthenticationResult<TokenGrant> result)
      throws RequestRefusedException {
    return UserJson.tokens(Results.require(result).grant());
  }

  private static Reply session(
      Exchange exchange,
      AuthenticationResult<SessionGrant> result,
      Function<Authenticated<SessionGrant>, Reply> reply)
      throws RequestRefusedException {
    var authenticated = Results.require(result);
    exchange.beginSession(authenticated.caller(), authenticated.grant());
    return reply.apply(authenticated);
  }

  private Reply signedIn(Authenticated<SessionGrant> authenticated) {
    var json = Json.object();
    json.set("user", UserJson.of(authenticated.caller()));
    return Reply.json(200, json);
  }

  private Reply provenAgain(Authenticated<SessionGrant> authenticated) {
    var caller = authenticated.caller();
    var json = Json.object();
    json.set("user", UserJson.of(caller));
    json.put("auth_time", caller.getAuthenticatedAt().toString());
    var amr = json.putArray("amr");
    caller.getAuthenticationMethods().stream().sorted().forEach(amr::add);
    return Reply.json(200, json);
  }
}
