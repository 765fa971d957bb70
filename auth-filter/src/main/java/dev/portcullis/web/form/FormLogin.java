package dev.portcullis.web.form;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SessionGrant;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.FormSettings.LoginPage;
import dev.portcullis.web.descriptor.LoginConfig;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.Rejections;
import dev.portcullis.web.http.RequestOrigin;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.request.ApplicationLogin;
import dev.portcullis.web.request.BrowserSession;
import dev.portcullis.web.request.PendingCookie;
import dev.portcullis.web.request.RefusalWriter;
import dev.portcullis.web.request.RequestState;
import dev.portcullis.web.request.WebContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * FORM as Jakarta Servlet 13.6.3 has it: a protected page leads to the login page, whose form posts
 * to {@code j_security_check}. The pages are the application's; the login is ours, with its limits,
 * its audit and its sessions.
 */
public final class FormLogin implements ApplicationLogin {

  private static final String CHECK = "/j_security_check";

  private final WebContext web;
  private final @Nullable String loginPage;
  private final @Nullable String errorPage;

  /**
   * @param config a FORM
   */
  public FormLogin(WebContext web, LoginConfig config) {
    this.web = web;
    boolean ours =
        web.settings().form().loginPage() == LoginPage.PORTCULLIS || config.loginPage() == null;
    loginPage = ours ? null : config.loginPage();
    errorPage = ours || config.errorPage() == null ? loginPage : config.errorPage();
  }

  @Override
  public boolean isCheck(String path) {
    return path.endsWith(CHECK);
  }

  @Override
  public Optional<Refusal> check(
      HttpServletRequest request, HttpServletResponse response, RequestState state)
      throws IOException {
    var refusal = refusal(request, state);
    if (refusal.isPresent()) {
      return refusal;
    }
    try {
      var typed = Credentials.read(request);
      return typed.isPresent()
          ? login(typed.get(), request, response, state)
          : failed(Refusal.of(ErrorCode.INVALID_CREDENTIALS), request, response);
    } catch (RequestRefusedException e) {
      return Optional.of(e.refusal());
    } catch (TemporarilyUnavailableException e) {
      // Not the error page, which says that the password is wrong.
      return Optional.of(Refusal.retryLater(ErrorCode.TEMPORARILY_UNAVAILABLE, e.retryAfter()));
    }
  }

  private Optional<Refusal> refusal(HttpServletRequest request, RequestState state) {
    if (!request.getMethod().equals("POST")) {
      return Optional.of(Refusal.of(ErrorCode.METHOD_NOT_ALLOWED).withHeader("Allow", "POST"));
    }
    // S27: no other site signs a browser in.
    if (RequestOrigin.of(request, web.address()) == RequestOrigin.FOREIGN) {
      return Optional.of(Refusal.of(ErrorCode.CSRF_FAILED));
    }
    return state
        .outcome()
        .fold(
            granted -> Optional.empty(),
            rejected ->
                Optional.of(rejected.refusal()).filter(refusal -> refusal.code().status() != 401),
            Optional::empty);
  }

  private Optional<Refusal> login(
      PasswordLogin typed,
      HttpServletRequest request,
      HttpServletResponse response,
      RequestState state)
      throws IOException {
    var result = web.domain().authentication().openSession(typed, state.client());
    if (result instanceof AuthenticationResult.Rejected<SessionGrant> rejected) {
      return failed(rejected, request, response);
    }
    result.fold(
        in -> {
          var wanted = web.savedRequests().target(request);
          BrowserSession.begin(web, state, request, response, in.caller(), in.grant());
          seeOther(response, wanted.orElse(web.address().path() + "/"));
          return true;
        },
        out -> false,
        second -> {
          // Where it was wanted is remembered with what waits; the page leads there (S64).
          var wanted = web.savedRequests().target(request).orElse(null);
          seeOther(response, PendingCookie.begin(web, response, second.pending(), wanted));
          return true;
        });
    return Optional.empty();
  }

  private Optional<Refusal> failed(
      AuthenticationResult.Rejected<SessionGrant> rejected,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    var refusal = Rejections.of(rejected);
    if (rejected.reason() == RejectionReason.TOO_MANY_REQUESTS) {
      response.setStatus(refusal.code().status());
      RefusalWriter.headers(refusal).forEach(response::setHeader);
    }
    return failed(refusal, request, response);
  }

  /** The error page has the status 200, as in every container, unless it sets another. */
  private Optional<Refusal> failed(
      Refusal refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (errorPage == null) {
      return Optional.of(refusal);
    }
    PageForward.to(errorPage, request, response);
    return Optional.empty();
  }

  @Override
  public boolean challenge(
      HttpServletRequest request, HttpServletResponse response, RequestState state)
      throws IOException {
    if (!RefusalWriter.isBrowser(request)) {
      return false;
    }
    var page = exempt(state.path());
    if (page != null) {
      PageForward.to(page, request, response);
      return true;
    }
    if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
      return page(request, response);
    }
    return request.getMethod().equals("POST") && form(request, response, state);
  }

  /** The pages themselves are for everybody, and nobody comes back to them after the login. */
  private @Nullable String exempt(String path) {
    for (var page : new String[] {loginPage, errorPage}) {
      if (page != null && path.equals(page.split("\\?", 2)[0])) {
        return page;
      }
    }
    return null;
  }

  private boolean page(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (loginPage == null) {
      // Ours is redirected to, and takes the address along.
      return false;
    }
    web.savedRequests().rememberPage(request, response);
    PageForward.to(loginPage, request, response);
    return true;
  }

  private boolean form(HttpServletRequest request, HttpServletResponse response, RequestState state)
      throws IOException {
    var wanted = web.savedRequests().rememberForm(request, response, state.client());
    if (loginPage == null) {
      var query =
          wanted
              .map(to -> "?return_to=" + URLEncoder.encode(to, StandardCharsets.UTF_8))
              .orElse("");
      seeOther(response, web.ownPath("/login") + query);
    } else {
      PageForward.to(loginPage, request, response);
    }
    return true;
  }

  private static void seeOther(HttpServletResponse response, String location) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Location", location);
  }
}
