package dev.portcullis.web.descriptor;

import org.jspecify.annotations.Nullable;

/**
 * The {@code login-config} of web.xml (Jakarta Servlet 14.4).
 *
 * @param method {@code auth-method} in upper case; empty where it is missing
 * @param loginPage {@code form-login-page}, with a leading slash, or null
 * @param errorPage {@code form-error-page}, with a leading slash, or null
 */
public record LoginConfig(String method, @Nullable String loginPage, @Nullable String errorPage) {

  public boolean isForm() {
    return method.equals("FORM");
  }
}
