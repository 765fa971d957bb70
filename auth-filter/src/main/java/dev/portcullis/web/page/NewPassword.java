package dev.portcullis.web.page;

import dev.portcullis.Confidential;
import dev.portcullis.web.api.Form;
import dev.portcullis.web.http.RequestRefusedException;
import dev.portcullis.web.page.view.Message;
import dev.portcullis.web.page.view.Problems;
import dev.portcullis.web.page.view.Texts;
import java.util.List;

/** The two fields in which a new password is typed. */
final class NewPassword {

  private static final String FIELD = "new_password";
  private static final String REPEATED = "repeat_password";

  private NewPassword() {}

  /** The new password as typed. */
  static Confidential of(Form form) throws RequestRefusedException {
    return form.secret(FIELD);
  }

  /** What is wrong before the domain is asked: nothing typed, or not the same twice. */
  static Problems slips(Form form) throws RequestRefusedException {
    if (of(form).isEmpty()) {
      return Problems.of(FIELD, Message.of("password.missing"));
    }
    return of(form).equals(form.secret(REPEATED))
        ? Problems.none()
        : Problems.of(REPEATED, Message.of("password.mismatch"));
  }

  /**
   * Why the domain refused it.
   *
   * @param reasons text ids; one that these pages do not know gets the general text
   */
  static Problems refused(List<String> reasons, Texts texts) {
    var problems = Problems.none();
    for (var reason : reasons) {
      problems = problems.and(FIELD, Message.of(texts.has(reason) ? reason : "password.refused"));
    }
    return problems;
  }
}
