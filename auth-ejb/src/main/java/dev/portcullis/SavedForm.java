package dev.portcullis;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A form that a browser sent when nobody was signed in any more, as it is to be handed to the
 * application once somebody is. It holds what a user typed: never logged.
 *
 * @param target path and query it was sent to, as a client sees them
 * @param contentType {@code application/x-www-form-urlencoded}, with the charset if it named one
 * @param referrer the header {@code Referer}, or null
 * @param body at most {@link #LARGEST_BODY} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content, see equals.
public record SavedForm(String target, String contentType, @Nullable String referrer, byte[] body) {

  /** In bytes; what is larger is not kept. */
  public static final int LARGEST_BODY = 8 * 1024;

  private static final int LONGEST_TEXT = 2048;

  public SavedForm {
    if (body.length > LARGEST_BODY
        || target.length() > LONGEST_TEXT
        || contentType.length() > 200
        || (referrer != null && referrer.length() > LONGEST_TEXT)) {
      throw new IllegalArgumentException("The form is too large to be kept");
    }
    body = body.clone();
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SavedForm that
        && target.equals(that.target)
        && contentType.equals(that.contentType)
        && Objects.equals(referrer, that.referrer)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(body) + target.hashCode();
  }

  @Override
  public String toString() {
    return "SavedForm[" + body.length + " bytes]";
  }
}
