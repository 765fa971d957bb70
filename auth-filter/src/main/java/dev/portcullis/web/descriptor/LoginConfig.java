package dev.portcullis.web.descriptor;

import org.jspecify.annotations.Nullable;

/**
 * The {@code login-config} of web.xml (Jakarta Servlet 14.4).
 *
 * @param method {@code auth-method} in upper case; empty where it is missing
 * @param realmName {@code realm-name}, or null
 * @param loginPage {@code form-login-page}, with a leading slash, or null
 * @param errorPage {@code form-error-page}, with a leading slash, or null
 */
public record LoginConfig(
    String method,
    @Nullable String realmName,
    @Nullable String loginPage,
    @Nullable String errorPage) {

  /** Whether it is one that Portcullis does. */
  public boolean isKnown() {
    return isForm() || isBasic() || isCertificate();
  }

  public boolean isForm() {
    return method.equals("FORM");
  }

  public boolean isBasic() {
    return method.equals("BASIC");
  }

  public boolean isCertificate() {
    return method.equals("CLIENT-CERT") || method.equals("CLIENT_CERT");
  }
}
