package dev.portcullis.web.client;

import dev.portcullis.TokenVerification;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pac4j.core.context.Cookie;
import org.pac4j.core.context.WebContext;

/**
 * All that pac4j's bearer client gets to see of a request: one header, which was checked already.
 * It asks for nothing else; should another version do so, it is told so rather than answered
 * wrongly.
 */
final class HeaderOnly implements WebContext {

  private final String name;
  private final String value;
  private @Nullable TokenVerification outcome;

  HeaderOnly(String name, String value) {
    this.name = name;
    this.value = value;
  }

  /** What the token came to, or null before that is known. */
  @Nullable TokenVerification outcome() {
    return outcome;
  }

  void setOutcome(TokenVerification verification) {
    outcome = verification;
  }

  @Override
  public Optional<String> getRequestHeader(String header) {
    return header.equalsIgnoreCase(name) ? Optional.of(value) : Optional.empty();
  }

  /** Challenges are written where requests are refused. */
  @Override
  public void setResponseHeader(String header, String text) {}

  @Override
  public Optional<String> getResponseHeader(String header) {
    return Optional.empty();
  }

  @Override
  public Optional<String> getRequestParameter(String parameter) {
    throw unknown();
  }

  @Override
  public Map<String, String[]> getRequestParameters() {
    throw unknown();
  }

  @SuppressWarnings("rawtypes") // pac4j's signature
  @Override
  public Optional getRequestAttribute(String attribute) {
    throw unknown();
  }

  @Override
  public void setRequestAttribute(String attribute, @Nullable Object object) {
    throw unknown();
  }

  @Override
  public String getRequestMethod() {
    throw unknown();
  }

  @Override
  public String getRemoteAddr() {
    throw unknown();
  }

  @Override
  public void setResponseContentType(String type) {
    throw unknown();
  }

  @Override
  public String getServerName() {
    throw unknown();
  }

  @Override
  public int getServerPort() {
    throw unknown();
  }

  @Override
  public String getScheme() {
    throw unknown();
  }

  @Override
  public boolean isSecure() {
    throw unknown();
  }

  @Override
  public String getFullRequestURL() {
    throw unknown();
  }

  @Override
  public Collection<Cookie> getRequestCookies() {
    throw unknown();
  }

  @Override
  public void addResponseCookie(Cookie cookie) {
    throw unknown();
  }

  @Override
  public String getPath() {
    throw unknown();
  }

  private static UnsupportedOperationException unknown() {
    return new UnsupportedOperationException("A bearer token is in its header and nowhere else");
  }
}
