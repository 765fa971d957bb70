package dev.portcullis.web.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator app to be set up.
 *
 * @param signedIn false: it is part of a login that waits for it
 * @param secret in Base32, in groups; null before it is made, and where a code was wrong
 * @param image the QR code as a {@code data:} URL, or null with the secret
 * @param uri what the QR code says, for an app on the device that shows the page; or null
 * @param recoveryCodes empty with the secret
 * @param begun whether there is a first code to type
 * @param others names of methods that may be enrolled instead
 */
public record EnrolmentView(
    PageFrame frame,
    boolean signedIn,
    @Nullable String secret,
    @Nullable String image,
    @Nullable String uri,
    List<String> recoveryCodes,
    boolean begun,
    List<String> others,
    Problems problems) {

  public EnrolmentView {
    recoveryCodes = List.copyOf(recoveryCodes);
    others = List.copyOf(others);
  }
}
