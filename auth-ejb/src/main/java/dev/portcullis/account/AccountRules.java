package dev.portcullis.account;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the properties of an account may be; each answer is a list of reasons against it. */
final class AccountRules {

  private static final int MAX_EMAIL = 254; // RFC 5321, 4.5.3.1.3
  private static final int MAX_LOCAL_PART = 64; // RFC 5321, 4.5.3.1.1
  private static final int MAX_NAME = 255;
  private static final int MAX_ROLE = 255;
  private static final int MAX_ROLES = 500;

  private AccountRules() {}

  /** Something before and after one at-sign: whether mail arrives is found out by sending some. */
  static List<String> email(@Nullable String email) {
    if (email == null) {
      return List.of();
    }
    int at = email.lastIndexOf('@');
    boolean acceptable =
        email.length() <= MAX_EMAIL
            && at > 0
            && at <= MAX_LOCAL_PART
            && at < email.length() - 1
            && email.indexOf('@') == at
            && TextRules.isWord(email);
    return acceptable ? List.of() : List.of("email.invalid");
  }

  /** A line of text; joiners that many scripts and emoji need are fine in a name to show. */
  static List<String> name(@Nullable String name) {
    boolean acceptable =
        name == null || (!name.isBlank() && name.length() <= MAX_NAME && TextRules.isLine(name));
    return acceptable ? List.of() : List.of("name.invalid");
  }

  /** Words: a role stands in configuration, in web.xml and in a token's claim. */
  static List<String> roles(Collection<String> roles) {
    boolean acceptable =
        roles.size() <= MAX_ROLES
            && roles.stream().allMatch(r -> r.length() <= MAX_ROLE && TextRules.isWord(r));
    return acceptable ? List.of() : List.of("role.invalid");
  }
}
