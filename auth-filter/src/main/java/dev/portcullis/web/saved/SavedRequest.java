package dev.portcullis.web.saved;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a browser wanted before it had to sign in, as its cookie keeps it.
 *
 * @param target path and query that it asked for
 * @param kind what was asked
 * @param page where the form stood: path and query; empty for a page
 * @param ticket for the stored form; empty unless there is one
 * @param accountId whose it is: who had been signed in, or who has signed in since; empty where
 *     neither is known
 */
record SavedRequest(String target, Kind kind, String page, String ticket, String accountId) {

  private static final String SEPARATOR = "\n";
  private static final int PARTS = 5;

  /** What was asked. */
  enum Kind {
    /** A page, by GET. */
    PAGE,
    /** A form that is stored. */
    FORM,
    /** A form that could not be stored. */
    LOST
  }

  static SavedRequest page(String target) {
    return new SavedRequest(target, Kind.PAGE, "", "", "");
  }

  static SavedRequest form(String target, String page, String ticket, @Nullable String accountId) {
    return new SavedRequest(target, Kind.FORM, page, ticket, accountId == null ? "" : accountId);
  }

  static SavedRequest lost(String target, String page) {
    return new SavedRequest(target, Kind.LOST, page, "", "");
  }

  /**
   * The same after that account signed in. A form of another account is as good as lost: it is not
   * this one's to send.
   */
  SavedRequest claimedBy(String account) {
    boolean anothers = kind == Kind.FORM && !accountId.isEmpty() && !accountId.equals(account);
    return anothers
        ? new SavedRequest(target, Kind.LOST, page, "", account)
        : new SavedRequest(target, kind, page, ticket, account);
  }

  String encode() {
    return String.join(SEPARATOR, kind.name(), target, page, ticket, accountId);
  }

  /** Reads what {@link #encode} wrote. */
  static Optional<SavedRequest> decode(String text) {
    var parts = text.split(SEPARATOR, -1);
    return parts.length == PARTS
        ? Optional.of(
            new SavedRequest(parts[1], Kind.valueOf(parts[0]), parts[2], parts[3], parts[4]))
        : Optional.empty();
  }
}
