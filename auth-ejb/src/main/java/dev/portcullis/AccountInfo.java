package dev.portcullis;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An account as services show it. The properties are those of {@link Caller}. */
public record AccountInfo(
    String id,
    String username,
    @Nullable String email,
    @Nullable String name,
    @Nullable String picture,
    Set<String> roles,
    boolean disabled,
    Instant createdAt) {

  public AccountInfo {
    roles = Set.copyOf(roles);
  }
}
