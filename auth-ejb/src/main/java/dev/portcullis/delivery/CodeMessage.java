package dev.portcullis.delivery;

import dev.portcullis.Confidential;
import java.time.Duration;
import java.util.Locale;

/**
 * A code on its way.
 *
 * @param to an e-mail address, or a number in E.164
 * @param validFor how long it counts
 * @param enrols whether it proves a new address or number, and not somebody who signs in
 * @param language in which it is told, as far as there are texts in it
 */
public record CodeMessage(
    String to, Confidential code, Duration validFor, boolean enrols, Locale language) {

  /** Where to is personal, and stands in no log. */
  @Override
  public String toString() {
    return "CodeMessage[]";
  }
}
