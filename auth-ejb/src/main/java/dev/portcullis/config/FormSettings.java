package dev.portcullis.config;

/**
 * {@code auth.form}: an application whose web.xml has FORM as its {@code login-config}.
 *
 * @param loginPage which page asks for the password
 */
public record FormSettings(LoginPage loginPage) {

  /** Which page asks for the password. */
  public enum LoginPage {
    /** The {@code form-login-page} of web.xml. */
    APPLICATION,
    /** Ours. */
    PORTCULLIS
  }
}
