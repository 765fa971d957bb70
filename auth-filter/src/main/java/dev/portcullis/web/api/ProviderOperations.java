package dev.portcullis.web.api;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.Confidential;
import dev.portcullis.ProviderFailure;
import dev.portcullis.ProviderLogins.Answer;
import dev.portcullis.ProviderLogins.Beginning;
import dev.portcullis.ProviderLogins.Ending;
import dev.portcullis.ProviderLogins.Wish;
import dev.portcullis.SessionGrant;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.LocalPath;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.RequestOrigin;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.request.RefusalWriter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Signing in through a provider: the way there, and the callback. */
public final class ProviderOperations implements RouteSource {

  private static final String RETURN_TO = "return_to";

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/oauth/{provider}/login")
            .producesNothing()
            .to(Access.PUBLIC, ProviderOperations::login),
        Route.get("/oauth/{provider}/callback")
            .producesNothing()
            .to(Access.PUBLIC, exchange -> callback(exchange, exchange.query())),
        // The state, of this browser and for one use, is the proof of origin.
        Route.post("/oauth/{provider}/callback")
            .consumes(MediaTypes.FORM)
            .producesNothing()
            .proof(Route.Proof.NONE)
            .to(Access.PUBLIC, ProviderOperations::formCallback));
  }

  /** What the operations' answers may throw. */
  @FunctionalInterface
  private interface Next {
    Reply reply() throws RequestRefusedException;
  }

  private static Reply login(Exchange exchange) throws RequestRefusedException {
    var provider = exchange.pathVariable("provider");
    var query = exchange.query();
    var returnTo = query.optional(RETURN_TO).flatMap(LocalPath::parse).map(LocalPath::text);
    boolean program = isProgram(exchange, query);
    if (!program && isLedHere(exchange)) {
      return Reply.seeOther(loginPage(exchange, returnTo.orElse(null), null));
    }
    if (program && !exchange.web().settings().jwt().enabled()) {
      throw new RequestRefusedException(ErrorCode.INVALID_REQUEST, "Tokens are switched off.");
    }
    var wish = new Wish(callbackAddress(exchange, provider), program, returnTo.orElse(null));
    return exchange
        .domain()
        .providerLogins()
        .begin(provider, wish, exchange.client())
        .<Next>fold(
            begun -> () -> begun(exchange, begun, program),
            notBegun -> () -> refused(notBegun.failure()),
            () -> ProviderOperations::unknown)
        .reply();
  }

  /** API.md: whoever asks for JSON, by either way, gets the address instead of being sent there. */
  private static boolean isProgram(Exchange exchange, Form query) {
    return query.optional("response").filter("json"::equals).isPresent()
        || (exchange.request().getHeader("Accept") != null
            && exchange.request().getHeader("Accept").contains(MediaTypes.JSON)
            && !RefusalWriter.isBrowser(exchange.request()));
  }

  /**
   * Another site sent the browser here: its user has not asked for anything, and a provider that
   * knows them would sign them in without a question (S27). They get the button.
   */
  private static boolean isLedHere(Exchange exchange) {
    return RequestOrigin.of(exchange.request(), exchange.web().address()) == RequestOrigin.FOREIGN;
  }

  /** Where a provider is told to send the browser back to. */
  static URI callbackAddress(Exchange exchange, String provider) {
    return URI.create(
        exchange.web().address().origin(exchange.request())
            + exchange.ownPath("/oauth/" + encoded(provider) + "/callback"));
  }

  private static Reply begun(Exchange exchange, Beginning.Begun begun, boolean program) {
    exchange.keepAttempt(begun.state(), begun.ticket());
    if (!program) {
      return Reply.found(begun.address());
    }
    var json = Json.object();
    json.put("auth_url", begun.address().toString());
    json.put("state", begun.state());
    return Reply.json(200, json);
  }

  /**
   * A form that the provider sends comes without the session's cookie, which an attempt needs that
   * ends where it began: such a browser comes again by itself, to the same address of ours.
   */
  private static Reply formCallback(Exchange exchange) throws RequestRefusedException, IOException {
    var form = exchange.form();
    var state = state(form);
    boolean needsSession =
        exchange.caller().isEmpty()
            && state != null
            && exchange
                .keptAttempt(state)
                .filter(
                    ticket -> exchange.domain().providerLogins().endsWhereItBegan(state, ticket))
                .isPresent();
    if (!needsSession) {
      return callback(exchange, form);
    }
    var query = new StringJoiner("&", "?", "");
    for (var name : List.of("state", "code", "error", "iss")) {
      form.optional(name).ifPresent(value -> query.add(name + "=" + encoded(value)));
    }
    var path = "/oauth/" + encoded(exchange.pathVariable("provider")) + "/callback";
    return Reply.seeOther(exchange.ownPath(path) + query);
  }

  private static @Nullable String state(Form sent) throws RequestRefusedException {
    return sent.optional("state").filter(text -> !text.isEmpty()).orElse(null);
  }

  private static Reply callback(Exchange exchange, Form sent) throws RequestRefusedException {
    var state = state(sent);
    var ticket = Optional.ofNullable(state).flatMap(exchange::takeAttempt).orElse(null);
    var answer =
        new Answer(
            state,
            sent.optional("code")
                .filter(text -> !text.isEmpty())
                .map(Confidential::of)
                .orElse(null),
            sent.optional("error").orElse(null),
            sent.optional("iss").orElse(null),
            ticket,
            exchange.caller().orElse(null));
    return exchange
        .domain()
        .providerLogins()
        .finish(exchange.pathVariable("provider"), answer, exchange.client())
        .<Next>fold(
            session -> () -> inSession(exchange, session),
            tokens -> () -> UserJson.tokens(Results.require(tokens.result()).grant()),
            failed -> () -> failed(exchange, failed),
            linked -> () -> ProviderLinkOperations.finished(exchange, linked.outcome()),
            () -> ProviderOperations::unknown)
        .reply();
  }

  private static Reply inSession(Exchange exchange, Ending.InSession ending)
      throws RequestRefusedException {
    if (ending.confirming() && !(ending.result() instanceof AuthenticationResult.Authenticated)) {
      return notConfirmed(exchange, ending.returnTo());
    }
    var wanted =
        Optional.ofNullable(ending.returnTo())
            .or(() -> exchange.web().savedRequests().target(exchange.request()));
    if (ending.result()
        instanceof AuthenticationResult.SecondFactorRequired<SessionGrant> required) {
      return exchange.awaitSecondFactor(required.pending(), wanted.orElse(null));
    }
    var authenticated = Results.require(ending.result());
    exchange.beginSession(authenticated.caller(), authenticated.grant());
    return Reply.seeOther(wanted.orElse(exchange.applicationPath()));
  }

  /** The page that asks says so, and has the other ways. */
  private static Reply notConfirmed(Exchange exchange, @Nullable String returnTo) {
    return Reply.seeOther(page(exchange, "/reauthenticate", returnTo, "not_confirmed"));
  }

  /** Whoever thought better of it finds the other ways to sign in. */
  private static Reply failed(Exchange exchange, Ending.Failed failed)
      throws RequestRefusedException {
    if (failed.confirming()
        && !failed.forTokens()
        && failed.failure() != ProviderFailure.INVALID_STATE) {
      return notConfirmed(exchange, failed.returnTo());
    }
    if (failed.failure() == ProviderFailure.ACCESS_DENIED && !failed.forTokens()) {
      return Reply.seeOther(loginPage(exchange, failed.returnTo(), "provider_declined"));
    }
    return refused(failed.failure());
  }

  private static Reply refused(ProviderFailure failure) throws RequestRefusedException {
    throw new RequestRefusedException(code(failure));
  }

  /** What a client hears of it; the audit knows more. */
  static ErrorCode code(ProviderFailure failure) {
    return switch (failure) {
      case MISSING_CODE_OR_STATE -> ErrorCode.MISSING_CODE_OR_STATE;
      case INVALID_STATE -> ErrorCode.INVALID_STATE;
      case TOKEN_EXCHANGE_FAILED, INVALID_ID_TOKEN -> ErrorCode.TOKEN_EXCHANGE_FAILED;
      case USER_INFO_FAILED -> ErrorCode.USER_INFO_FAILED;
      case PROVIDER_ERROR, ACCESS_DENIED -> ErrorCode.PROVIDER_ERROR;
      case USER_CREATION_FAILED -> ErrorCode.TEMPORARILY_UNAVAILABLE;
    };
  }

  private static Reply unknown() throws RequestRefusedException {
    throw new RequestRefusedException(ErrorCode.NOT_FOUND);
  }

  private static String loginPage(
      Exchange exchange, @Nullable String returnTo, @Nullable String notice) {
    return page(exchange, "/login", returnTo, notice);
  }

  private static String page(
      Exchange exchange, String page, @Nullable String returnTo, @Nullable String notice) {
    var address = exchange.ownPath(page);
    if (notice != null) {
      address += "?notice=" + notice;
    }
    return returnTo == null
        ? address
        : address + (notice == null ? "?" : "&") + RETURN_TO + "=" + encoded(returnTo);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
