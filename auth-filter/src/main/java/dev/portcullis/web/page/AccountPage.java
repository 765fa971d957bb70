package dev.portcullis.web.page;

import dev.portcullis.Caller;
import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Exchange;
import dev.portcullis.web.api.Operation;
import dev.portcullis.web.api.Reply;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.RouteSource;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.Rejections;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.AccountView;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.SessionView;
import dev.portcullis.web.page.view.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who am I: name, password, sessions, API tokens, providers; and the forms that change them. */
final class AccountPage implements RouteSource {

  private static final String PAGE = "/account";
  private static final Set<String> NOTICES =
      Stream.concat(
              Stream.of(
                  "name_changed",
                  "password_changed",
                  "session_ended",
                  "device_ended",
                  "token_ended",
                  "factor_enrolled",
                  "factor_removed",
                  "codes_enrolled",
                  "codes_removed"),
              ProviderLinkForms.NOTICES.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final PageFrames frames;
  private final PageRenderer renderer;

  AccountPage(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PAGE).produces(MediaTypes.HTML).to(Access.CALLER, this::show),
        form("/me", this::rename),
        form("/password/change", this::changePassword),
        form("/sessions/{id}/end", AccountPage::endSession));
  }

  private static Route form(String path, Operation operation) {
    return Route.post(path)
        .consumes(MediaTypes.FORM)
        .producesNothing()
        .to(Access.CALLER, operation);
  }

  private Reply show(Exchange exchange) throws RequestRefusedException {
    var notice = FormReplies.notice(exchange, NOTICES);
    return Reply.html(200, page(exchange, Typed.NOTHING, notice, Problems.none()));
  }

  private Reply rename(Exchange exchange) throws RequestRefusedException, IOException {
    var typed = exchange.form().text("name").strip();
    return exchange
        .domain()
        .accounts()
        .rename(exchange.requireCaller().getId(), typed.isEmpty() ? null : typed, exchange.client())
        .<FormReplies.Answer>fold(
            done -> () -> FormReplies.done(exchange, PAGE, "name_changed"),
            () -> AccountPage::isGone,
            conflict -> () -> changedMeanwhile(exchange),
            refused -> () -> nameRefused(exchange, typed),
            notProven -> AccountPage::isGone)
        .reply();
  }

  private Reply nameRefused(Exchange exchange, String typed) throws RequestRefusedException {
    var problems = Problems.of("name", Message.of("name.invalid"));
    return FormReplies.again(
        Refusal.of(ErrorCode.INVALID_REQUEST),
        page(exchange, new Typed(typed, "", ""), null, problems));
  }

  /** The current password in the same form is the recent authentication that S26 asks for. */
  private Reply changePassword(Exchange exchange) throws RequestRefusedException, IOException {
    var form = exchange.form();
    var current = form.secret("current_password");
    var slips = NewPassword.slips(form);
    if (!slips.isEmpty()) {
      return again(exchange, Refusal.of(ErrorCode.INVALID_REQUEST), slips);
    }
    var texts = frames.of(exchange).texts();
    return exchange
        .domain()
        .accounts()
        .changePassword(exchange.requireCaller(), current, NewPassword.of(form), exchange.client())
        .<FormReplies.Answer>fold(
            done -> () -> FormReplies.done(exchange, PAGE, "password_changed"),
            () -> AccountPage::isGone,
            conflict -> () -> notChanged(exchange, conflict.reason()),
            refused ->
                () ->
                    again(
                        exchange,
                        Refusal.passwordRejected(refused.reasons()),
                        NewPassword.refused(refused.reasons(), texts)),
            notProven -> () -> notProven(exchange, Rejections.of(notProven.reason())))
        .reply();
  }

  private Reply notProven(Exchange exchange, Refusal refusal) throws RequestRefusedException {
    var problems = FormReplies.refusedProof(refusal, "current_password", "password.current_wrong");
    return again(exchange, refusal, problems);
  }

  private static Reply endSession(Exchange exchange) throws RequestRefusedException {
    var caller = exchange.requireCaller();
    var id = exchange.pathVariable("id");
    if (id.equals(caller.getSessionId())) {
      exchange.domain().sessions().logout(caller, exchange.client());
      exchange.endSession();
      return FormReplies.done(exchange, "/login", "signed_out");
    }
    // One that is not there has ended already, as the reader wished.
    boolean ignored = exchange.domain().sessions().end(caller, id, exchange.client());
    return FormReplies.done(exchange, PAGE, "session_ended");
  }

  private Reply notChanged(Exchange exchange, String reason) throws RequestRefusedException {
    if (!reason.equals("password.kept_elsewhere")) {
      return changedMeanwhile(exchange);
    }
    var problems = Problems.of(Message.of(reason));
    return again(exchange, Refusal.of(ErrorCode.CONFLICT), problems);
  }

  private Reply changedMeanwhile(Exchange exchange) throws RequestRefusedException {
    var problems = Problems.of(Message.of("account.changed"));
    return again(exchange, Refusal.of(ErrorCode.CONFLICT), problems);
  }

  private Reply again(Exchange exchange, Refusal refusal, Problems problems)
      throws RequestRefusedException {
    return again(exchange, refusal, Typed.NOTHING, problems);
  }

  /** The page with what was typed and what is wrong with it. */
  Reply again(Exchange exchange, Refusal refusal, Typed typed, Problems problems)
      throws RequestRefusedException {
    return FormReplies.again(refusal, page(exchange, typed, null, problems));
  }

  /**
   * What was typed into the page's forms and is shown again.
   *
   * @param name null to show the one there is
   * @param tokenDays empty to propose some
   */
  record Typed(@Nullable String name, String tokenName, String tokenDays) {
    static final Typed NOTHING = new Typed(null, "", "");
  }

  /** The account ended while its session was still known. */
  private static Reply isGone() throws RequestRefusedException {
    throw new RequestRefusedException(ErrorCode.AUTHENTICATION_REQUIRED);
  }

  private String page(Exchange exchange, Typed typed, @Nullable Message notice, Problems problems)
      throws RequestRefusedException {
    var caller = exchange.requireCaller();
    // Asked anew, since what the session knows may be some seconds old.
    var account =
        exchange
            .domain()
            .accounts()
            .find(caller.getId())
            .orElseThrow(() -> new RequestRefusedException(ErrorCode.AUTHENTICATION_REQUIRED));
    var frame = frames.of(exchange);
    var name = typed.name() == null ? account.name() : typed.name();
    var place =
        exchange
            .domain()
            .accounts()
            .passwordKeptBy(caller.getId())
            .map(exchange.web().settings()::passwordPlace);
    var view =
        new AccountView(
            frame,
            account.username(),
            name == null ? "" : name,
            account.email(),
            account.roles().stream().sorted().toList(),
            frame.texts().time(caller.getAuthenticatedAt()),
            exchange.web().settings().local().minimumLength(),
            exchange.domain().accounts().canChangePassword(caller.getId()),
            place.flatMap(p -> Optional.ofNullable(p.hint())).orElse(null),
            place.flatMap(p -> Optional.ofNullable(p.url())).orElse(null),
            sessions(exchange, caller, frame.texts()),
            DeviceForms.view(exchange, frame.texts()),
            FactorForms.view(exchange, caller.getId(), caller.getEmail(), frame.texts()),
            ProviderLinkForms.view(exchange, caller.getId(), frame.texts()),
            ApiTokenForms.view(exchange, account, frame.texts(), typed),
            notice,
            problems);
    return renderer.render("account", view);
  }

  private static List<SessionView> sessions(Exchange exchange, Caller caller, Texts texts) {
    return exchange.domain().sessions().list(caller.getId()).stream()
        .map(
            session ->
                new SessionView(
                    session.id(),
                    DeviceName.of(session.device(), texts),
                    session.browser(),
                    session.address(),
                    texts.time(session.createdAt()),
                    texts.time(session.lastSeenAt()),
                    session.id().equals(caller.getSessionId())))
        .toList();
  }
}
