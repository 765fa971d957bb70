package dev.portcullis.web.saved;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.SavedForm;
import dev.portcullis.SavedFormService;
import dev.portcullis.web.http.FormBody;
import dev.portcullis.web.http.LocalPath;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.PublicAddress;
import dev.portcullis.web.http.RequestOrigin;
import dev.portcullis.web.http.SealedCookie;
import dev.portcullis.web.saved.SavedRequest.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps what a browser wanted over the login: a page's address in a sealed cookie, a form in the
 * database with its ticket in that cookie. So it comes back in the same browser, at any node.
 */
public final class SavedRequests {

  private static final int LONGEST_TARGET = 1500;

  /** Of target and page: sealed, with a ticket and an account, less than the 4,096 of a cookie. */
  private static final int LONGEST_OF_BOTH = 2400;

  private static final int LONGEST_CONTENT_TYPE = 200;

  private final SealedCookie cookie;
  private final SealedCookie lastAccount;
  private final Supplier<SavedFormService> forms;
  private final PublicAddress address;
  private final boolean enabled;

  /**
   * @param cookie holds what was wanted
   * @param lastAccount holds who signed in here last: a session that expired tells it no more
   * @param enabled false: nothing is kept, and no cookie set
   */
  public SavedRequests(
      SealedCookie cookie,
      SealedCookie lastAccount,
      Supplier<SavedFormService> forms,
      PublicAddress address,
      boolean enabled) {
    this.cookie = cookie;
    this.lastAccount = lastAccount;
    this.forms = forms;
    this.address = address;
    this.enabled = enabled;
  }

  /**
   * Before a login page is shown for a GET: remembers where the browser wanted to go. An address
   * that is too long is not kept, and neither is what was wanted before it.
   */
  public void rememberPage(HttpServletRequest request, HttpServletResponse response) {
    safe(address.target(request))
        .ifPresentOrElse(
            target -> cookie.write(response, SavedRequest.page(target).encode()),
            () -> forget(request, response));
  }

  /**
   * The same for a POST. Only a form of our own pages is kept: what another site had the browser
   * send is not what its user wanted (S76). Of one whose address is too long only that it is lost.
   *
   * @return where the browser is to go after the login
   * @throws dev.portcullis.TemporarilyUnavailableException where the database does not answer
   */
  public Optional<String> rememberForm(
      HttpServletRequest request, HttpServletResponse response, ClientInfo client)
      throws IOException {
    if (RequestOrigin.of(request, address) != RequestOrigin.OWN) {
      forget(request, response);
      return Optional.empty();
    }
    var wanted = safe(address.target(request));
    var target = wanted.orElse(frontDoor());
    var page = pageBeside(target, referringPage(request).orElse(target));
    var form = wanted.isEmpty() ? null : readForm(request, target).orElse(null);
    var account = lastAccount.read(request).orElse(null);
    var saved =
        (form == null ? Optional.<Confidential>empty() : forms.get().keep(form, account, client))
            .map(ticket -> SavedRequest.form(target, page, ticket.reveal(), account))
            .orElseGet(() -> SavedRequest.lost(target, page));
    cookie.write(response, saved.encode());
    return Optional.of(target);
  }

  /** The page, where both fit into one cookie. */
  private String pageBeside(String target, String page) {
    return target.length() + page.length() <= LONGEST_OF_BOTH ? page : frontDoor();
  }

  private String frontDoor() {
    return address.path() + "/";
  }

  /** The whole form, where it is one and small enough; no more than that is ever read. */
  private static Optional<SavedForm> readForm(HttpServletRequest request, String target)
      throws IOException {
    var type = request.getContentType();
    if (type == null || type.length() > LONGEST_CONTENT_TYPE || !isForm(type)) {
      return Optional.empty();
    }
    var referrer = request.getHeader("Referer");
    var kept = referrer == null || referrer.length() > LONGEST_TARGET ? null : referrer;
    return FormBody.read(request, SavedForm.LARGEST_BODY)
        .map(body -> new SavedForm(target, type, kept, body));
  }

  private static boolean isForm(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(MediaTypes.FORM);
  }

  private Optional<String> referringPage(HttpServletRequest request) {
    var referrer = request.getHeader("Referer");
    return referrer == null
        ? Optional.empty()
        : Optional.ofNullable(RequestOrigin.ownPath(referrer, request, address))
            .flatMap(SavedRequests::safe);
  }

  /** A path on this host (S47), short enough for a cookie. */
  private static Optional<String> safe(String target) {
    return target.length() > LONGEST_TARGET
        ? Optional.empty()
        : LocalPath.parse(target).map(LocalPath::text);
  }

  /** Where the browser wanted to go, if anywhere. */
  public Optional<String> target(HttpServletRequest request) {
    return read(request).map(SavedRequest::target).flatMap(SavedRequests::safe);
  }

  /** At each login: a page is served its purpose, and a form belongs to whoever signed in. */
  public void loggedIn(HttpServletRequest request, HttpServletResponse response, String accountId) {
    if (!enabled) {
      return;
    }
    lastAccount.write(response, accountId);
    read(request)
        .ifPresent(
            saved -> {
              if (saved.kind() == Kind.PAGE) {
                cookie.clear(response);
              } else {
                cookie.write(response, saved.claimedBy(accountId).encode());
              }
            });
  }

  /** At each logout: nothing of it is left in the browser. */
  public void loggedOut(HttpServletRequest request, HttpServletResponse response) {
    if (!enabled) {
      return;
    }
    if (lastAccount.came(request)) {
      lastAccount.clear(response);
    }
    forget(request, response);
  }

  private void forget(HttpServletRequest request, HttpServletResponse response) {
    if (cookie.came(request)) {
      forget(response);
    }
  }

  /** Forgets in the browser what was wanted: it has been served. */
  public void forget(HttpServletResponse response) {
    cookie.clear(response);
  }

  /**
   * The form that this GET is to bring to the application, where the browser has been sent here
   * after the login of that account.
   */
  public Optional<Pending> pending(HttpServletRequest request, String accountId) {
    if (!enabled || !request.getMethod().equals("GET") || isAhead(request)) {
      return Optional.empty();
    }
    return read(request)
        .filter(saved -> saved.kind() != Kind.PAGE && saved.accountId().equals(accountId))
        .filter(saved -> saved.target().equals(address.target(request)))
        .map(Pending::new);
  }

  /** A page that a browser fetches in case its user goes there: nobody has gone there yet. */
  private static boolean isAhead(HttpServletRequest request) {
    return request.getHeader("Sec-Purpose") != null || request.getHeader("Purpose") != null;
  }

  private Optional<SavedRequest> read(HttpServletRequest request) {
    return cookie.read(request).flatMap(SavedRequest::decode);
  }

  /** A form that waits. */
  public final class Pending {

    private final SavedRequest saved;

    private Pending(SavedRequest saved) {
      this.saved = saved;
    }

    /** Where it stood; for a link there. */
    public String page() {
      return saved.page();
    }

    /**
     * Hands it out, once.
     *
     * @return empty where it was too large to be stored, is too old, or was taken already
     */
    public Optional<SavedForm> take() {
      return saved.kind() == Kind.FORM
          ? forms.get().take(Confidential.of(saved.ticket()), saved.accountId())
          : Optional.empty();
    }
  }
}
