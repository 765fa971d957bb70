package dev.portcullis.web.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One personal API token in the list of the account page.
 *
 * @param id public id
 * @param name what its owner calls it
 * @param roles sorted
 * @param lastUsedAt null if it was never used
 */
public record ApiTokenView(
    String id,
    String name,
    List<String> roles,
    ShownTime createdAt,
    ShownTime expiresAt,
    @Nullable ShownTime lastUsedAt) {

  public ApiTokenView {
    roles = List.copyOf(roles);
  }
}
