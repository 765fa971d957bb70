package dev.portcullis.web.request;

import dev.portcullis.Confidential;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.web.http.AttemptCookies;
import dev.portcullis.web.http.Cookies;
import dev.portcullis.web.http.CsrfTokens;
import dev.portcullis.web.http.PublicAddress;
import dev.portcullis.web.http.SealedCookie;
import dev.portcullis.web.http.SecurityHeaders;
import dev.portcullis.web.saved.SavedRequests;
import java.time.Clock;
import java.util.Base64;

/**
 * What every part of the web side works with; made once per deployment.
 *
 * @param domain the started domain
 * @param settings the configuration
 * @param address under which clients know the application
 * @param sessionCookie carries a browser session
 * @param loginCookie what forms are bound to before there is a session
 * @param csrf the tokens of forms
 * @param headers of our own answers
 * @param savedRequests what browsers wanted before they had to sign in
 * @param attempts what browsers keep while their users sign in elsewhere
 * @param pendingCookie carries a login that waits for its second factor
 * @param deviceCookie carries what a trusted device holds
 * @param clock the server's time
 * @param random for ids and cookies
 */
public record WebContext(
    PortcullisDomain domain,
    AuthSettings settings,
    PublicAddress address,
    Cookies sessionCookie,
    Cookies loginCookie,
    CsrfTokens csrf,
    SecurityHeaders headers,
    SavedRequests savedRequests,
    AttemptCookies attempts,
    SealedCookie pendingCookie,
    Cookies deviceCookie,
    Clock clock,
    RandomSource random) {

  /** Puts it together for one servlet context whose web.xml has no FORM. */
  public static WebContext of(
      PortcullisDomain domain,
      AuthSettings settings,
      String contextPath,
      Clock clock,
      RandomSource random) {
    return of(domain, settings, contextPath, false, clock, random);
  }

  /**
   * The same for any.
   *
   * @param keepsRequests whether what was wanted before a login is kept for afterwards
   */
  public static WebContext of(
      PortcullisDomain domain,
      AuthSettings settings,
      String contextPath,
      boolean keepsRequests,
      Clock clock,
      RandomSource random) {
    var address = new PublicAddress(settings.publicUrl(), contextPath);
    var key = encryption(settings, random);
    return new WebContext(
        domain,
        settings,
        address,
        Cookies.session(contextPath, settings.sessions().ssoGroup(), address.isSecure()),
        Cookies.login(contextPath, address.isSecure()),
        new CsrfTokens(key),
        new SecurityHeaders(address.isSecure()),
        new SavedRequests(
            new SealedCookie(Cookies.other("saved", contextPath, address.isSecure()), key),
            new SealedCookie(Cookies.other("account", contextPath, address.isSecure()), key),
            domain::savedForms,
            address,
            keepsRequests),
        new AttemptCookies(contextPath, address.isSecure(), clock),
        new SealedCookie(Cookies.other("second", contextPath, address.isSecure()), key),
        Cookies.device(contextPath, settings.sessions().ssoGroup(), address.isSecure()),
        clock,
        random);
  }

  /** Without a database nothing is kept that another node, or a later start, would have to open. */
  private static EncryptionKey encryption(AuthSettings settings, RandomSource random) {
    if (!settings.isStateless()) {
      return settings.encryption(random);
    }
    var passing = Confidential.of(Base64.getEncoder().encodeToString(random.bytes(32)));
    return EncryptionKey.parse(passing, random).orElseThrow();
  }

  /** The address of an operation or page of ours, as a client sees it: {@code /app/auth/login}. */
  public String ownPath(String path) {
    return address.path() + settings.basePath() + path;
  }
}
