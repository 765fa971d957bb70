package dev.portcullis;

/** A way of proving an identity, with the value that stands for it in {@code amr} (RFC 8176). */
public enum AuthenticationMethod {
  /** A password, checked here. */
  PASSWORD("pwd"),
  /** The key of a client certificate, proven to be held when the connection began. */
  CERTIFICATE("pop"),
  /** A provider of OAuth 2 or OpenID Connect; a value of our own, as are those below. */
  OAUTH("oauth"),
  /** A provider of SAML 2.0. */
  SAML("saml"),
  /** A personal API token; a value of our own, since RFC 8176 has none for it. */
  API_TOKEN("api_token");

  private final String amr;

  AuthenticationMethod(String amr) {
    this.amr = amr;
  }

  /** The value in the claim {@code amr}. */
  public String amr() {
    return amr;
  }
}
