package dev.portcullis.web.http;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.Digests;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of our cookies (S21): {@code __Host-}, Secure, HttpOnly, {@code SameSite=Lax}, {@code Path=/}
 * and no Domain. Over plain http on localhost, where browsers refuse that prefix, it goes without
 * prefix and Secure. The name holds a digest of the context path, since several applications share
 * a host.
 */
public final class Cookies {

  private static final int DIGEST_CHARACTERS = 8;

  private final String name;
  private final boolean secure;
  private final boolean crossSite;

  private Cookies(String name, boolean secure, boolean crossSite) {
    this.name = name;
    this.secure = secure;
    this.crossSite = crossSite;
  }

  /**
   * The cookie of a browser session.
   *
   * @param ssoGroup applications of one group share the cookie on purpose; or null
   */
  public static Cookies session(String contextPath, @Nullable String ssoGroup, boolean secure) {
    return named("portcullis-", ssoGroup == null ? contextPath : "group " + ssoGroup, secure);
  }

  /** The cookie that forms are bound to before there is a session (S27). */
  public static Cookies login(String contextPath, boolean secure) {
    return named("portcullis-login-", contextPath, secure);
  }

  /**
   * The cookie of a trusted device, shared as the session's is: one group has the same accounts.
   */
  public static Cookies device(String contextPath, @Nullable String ssoGroup, boolean secure) {
    var owner = ssoGroup == null ? contextPath : "group " + ssoGroup;
    return named("portcullis-device-", owner, secure);
  }

  /** One more cookie of one application. */
  public static Cookies other(String use, String contextPath, boolean secure) {
    return named("portcullis-" + use + "-", contextPath, secure);
  }

  /**
   * The cookie of one attempt to sign in elsewhere. It comes with a form that another site sends,
   * too: {@code SameSite=None}, which browsers take from https alone.
   *
   * @param attempt tells one from another
   */
  public static Cookies attempt(String contextPath, String attempt, boolean secure) {
    return new Cookies(attemptPrefix(contextPath, secure) + attempt, secure, secure);
  }

  /** What the names of all of them begin with. */
  public static String attemptPrefix(String contextPath, boolean secure) {
    return named("portcullis-attempt-", contextPath, secure).name + "-";
  }

  private static Cookies named(String use, String owner, boolean secure) {
    var digest = Digests.sha256Hex(owner.getBytes(StandardCharsets.UTF_8));
    var name = use + digest.substring(0, DIGEST_CHARACTERS);
    return new Cookies(secure ? "__Host-" + name : name, secure, false);
  }

  /** The cookie's name, prefix included. */
  public String name() {
    return name;
  }

  /** All values that the request carries under that name; more than one is nobody's good will. */
  public List<Confidential> read(HttpServletRequest request) {
    var found = new ArrayList<Confidential>(1);
    var cookies = request.getCookies();
    if (cookies != null) {
      for (var cookie : cookies) {
        if (cookie.getName().equals(name)) {
          found.add(Confidential.of(cookie.getValue()));
        }
      }
    }
    return found;
  }

  /**
   * Sets the cookie.
   *
   * @param maxAge how long the browser keeps it; null until it is closed
   */
  public void write(HttpServletResponse response, Confidential value, @Nullable Duration maxAge) {
    add(response, value.reveal(), maxAge == null ? -1 : (int) maxAge.toSeconds());
  }

  /** Tells the browser to forget it. */
  public void clear(HttpServletResponse response) {
    add(response, "", 0);
  }

  private void add(HttpServletResponse response, String value, int maxAge) {
    var cookie = new Cookie(name, value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(secure);
    cookie.setMaxAge(maxAge);
    cookie.setAttribute("SameSite", crossSite ? "None" : "Lax");
    response.addCookie(cookie);
  }
}
