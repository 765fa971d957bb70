package dev.portcullis.config;

import dev.portcullis.config.FormSettings.LoginPage;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueTypes;
import java.util.List;

/** Reads {@code auth.form}. */
final class FormSection {

  static final Key<LoginPage> LOGIN_PAGE =
      Key.of(
              "auth.form.login_page",
              ValueTypes.choice(LoginPage.class),
              "Where web.xml has FORM as its login-config: `application` keeps its form-login-page"
                  + " and form-error-page, `portcullis` puts ours in their place."
                  + " j_security_check signs in either way.")
          .defaultsTo("application");

  static final List<Key<?>> KEYS = List.of(LOGIN_PAGE);

  private FormSection() {}

  static FormSettings read(Section form) {
    return new FormSettings(form.read(LOGIN_PAGE));
  }
}
