package dev.portcullis.web.request;

import dev.portcullis.PendingLogin;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Json;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives a refusal its form: JSON for programs, a page or a redirect to the login page for browsers
 * (API.md, Challenge).
 */
public final class RefusalWriter {

  /** Ties the answer, the log and the audit together. */
  static final String CORRELATION_HEADER = "X-Request-Id";

  /** The protection space of every challenge. */
  private static final String REALM = "portcullis";

  /** Counted by the domain, which raises an event for each, or by the event of the denial. */
  private static final Set<ErrorCode> COUNTED_ELSEWHERE =
      Set.of(
          ErrorCode.INVALID_CREDENTIALS,
          ErrorCode.INVALID_CODE,
          ErrorCode.INVALID_RECOVERY_CODE,
          ErrorCode.INVALID_MFA_TOKEN,
          ErrorCode.SECOND_FACTOR_REQUIRED,
          ErrorCode.REFRESH_TOKEN_REUSED,
          ErrorCode.PASSWORD_REJECTED,
          ErrorCode.TOO_MANY_REQUESTS,
          ErrorCode.INSUFFICIENT_PERMISSIONS,
          ErrorCode.CSRF_FAILED);

  private final WebContext web;
  private final RefusalPage page;

  public RefusalWriter(WebContext web, RefusalPage page) {
    this.web = web;
    this.page = page;
  }

  /** Writes it; replaces what the response may hold already, unless that is on its way. */
  public void write(
      HttpServletRequest request, HttpServletResponse response, RequestState state, Refusal refusal)
      throws IOException {
    count(refusal);
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    web.headers().apply(response);
    response.setHeader(CORRELATION_HEADER, state.client().correlationId());
    boolean browser = isBrowser(request);
    if (browser && isSafe(request) && leadsToLogin(refusal)) {
      response.setStatus(302);
      response.setHeader("Location", loginAddress(request, refusal));
      return;
    }
    if (isFacesScript(request) && leadsToLogin(refusal)) {
      body(response, "text/xml;charset=UTF-8", facesRedirect(request, refusal));
      return;
    }
    response.setStatus(refusal.code().status());
    headers(refusal).forEach(response::setHeader);
    challenge(response, state);
    if (browser) {
      body(
          response,
          "text/html;charset=UTF-8",
          page.render(request, refusal, state.client().correlationId()));
    } else {
      body(response, "application/json;charset=UTF-8", json(refusal));
    }
  }

  /** Counts it, where nothing else does. */
  public void count(Refusal refusal) {
    var code = refusal.code();
    boolean refreshed = code == ErrorCode.INVALID_TOKEN && !refusal.bearerPresented();
    if (!refreshed && !COUNTED_ELSEWHERE.contains(code)) {
      web.domain().metrics().error(code.code());
    }
  }

  /** Whether a person with a browser waits for the answer, rather than a program. */
  public static boolean isBrowser(HttpServletRequest request) {
    return MediaTypes.prefersHtml(request.getHeader("Accept"))
        && request.getHeader("X-Requested-With") == null
        && !isFacesScript(request);
  }

  private static boolean isSafe(HttpServletRequest request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  /** Faces' script within a page, which shows nobody a status of 401 (Jakarta Faces 13.3). */
  private static boolean isFacesScript(HttpServletRequest request) {
    return "partial/ajax".equals(request.getHeader("Faces-Request"));
  }

  /** Has the script load the page anew, by its address: that is met with the login. */
  private String facesRedirect(HttpServletRequest request, Refusal refusal) {
    var address =
        refusal.code() == ErrorCode.AUTHENTICATION_REQUIRED
            ? web.address().target(request)
            : loginAddress(request, refusal);
    var escaped =
        address
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;");
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<partial-response><redirect url=\""
        + escaped
        + "\"/></partial-response>";
  }

  private static boolean leadsToLogin(Refusal refusal) {
    return refusal.code() == ErrorCode.AUTHENTICATION_REQUIRED
        || (refusal.code() == ErrorCode.INSUFFICIENT_USER_AUTHENTICATION
            && !refusal.bearerPresented());
  }

  private String loginAddress(HttpServletRequest request, Refusal refusal) {
    var page = refusal.code() == ErrorCode.AUTHENTICATION_REQUIRED ? "/login" : "/reauthenticate";
    var wanted = web.address().target(request);
    var address =
        web.ownPath(page) + "?return_to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
    if (refusal.secondFactor()) {
      return address + "&factor=second";
    }
    // Whoever comes with a cookie that no longer serves is told why there is a login page.
    boolean expired =
        refusal.code() == ErrorCode.AUTHENTICATION_REQUIRED
            && !web.sessionCookie().read(request).isEmpty();
    return expired ? address + "&notice=expired" : address;
  }

  /** The headers that go with a refusal: its challenge, the time of another try, its own. */
  public static Map<String, String> headers(Refusal refusal) {
    var headers = new LinkedHashMap<>(refusal.headers());
    if (refusal.code().status() == 401) {
      // One header may hold several challenges (RFC 9110 11.6.1).
      headers.merge("WWW-Authenticate", challenge(refusal), (own, bearer) -> bearer + ", " + own);
    }
    var after = refusal.retryAfter();
    if (after != null) {
      headers.put("Retry-After", Long.toString(Math.max(1, after.plusMillis(999).toSeconds())));
    }
    return headers;
  }

  /** In a line of its own, and first: old clients read no more than that. */
  private static void challenge(HttpServletResponse response, RequestState state) {
    var basic = state.challenge();
    var others = response.getHeader("WWW-Authenticate");
    if (basic != null && others != null) {
      response.setHeader("WWW-Authenticate", basic);
      response.addHeader("WWW-Authenticate", others);
    }
  }

  private static String challenge(Refusal refusal) {
    var challenge = new StringBuilder("Bearer realm=\"" + REALM + "\"");
    if (refusal.code() == ErrorCode.INSUFFICIENT_USER_AUTHENTICATION) {
      challenge.append(", error=\"").append(refusal.code().code()).append('"');
      if (refusal.secondFactor()) {
        challenge.append(", acr_values=\"").append(Refusal.ACR_SECOND_FACTOR).append('"');
      }
      if (refusal.maxAge() != null) {
        challenge.append(", max_age=\"").append(refusal.maxAge().toSeconds()).append('"');
      }
    } else if (refusal.bearerPresented()) {
      challenge.append(", error=\"").append(refusal.code().code()).append('"');
    }
    return challenge.toString();
  }

  private static String json(Refusal refusal) {
    var json = Json.object();
    json.put("error", refusal.code().code());
    json.put("error_description", refusal.description());
    if (!refusal.reasons().isEmpty()) {
      var reasons = json.putArray("reasons");
      refusal.reasons().forEach(reasons::add);
    }
    if (refusal.maxAge() != null) {
      json.put("max_age", refusal.maxAge().toSeconds());
    }
    if (refusal.secondFactor()) {
      json.put("acr_values", Refusal.ACR_SECOND_FACTOR);
    }
    if (refusal.pending() != null) {
      pending(json, refusal.pending());
    }
    return json.toString();
  }

  private static void pending(ObjectNode json, PendingLogin pending) {
    json.put("mfa_token", pending.token().reveal());
    var methods = json.putArray("methods");
    pending.methods().forEach(method -> methods.add(method.wireName()));
    json.put("default_method", pending.preferred() == null ? null : pending.preferred().wireName());
    json.put("enrolment_required", pending.enrolment());
  }

  private static void body(HttpServletResponse response, String contentType, String text)
      throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setContentType(contentType);
    response.setContentLength(bytes.length);
    try {
      response.getOutputStream().write(bytes);
    } catch (IllegalStateException writerInUse) {
      // The application ran, and took the writer.
      response.getWriter().write(text);
    }
  }
}
