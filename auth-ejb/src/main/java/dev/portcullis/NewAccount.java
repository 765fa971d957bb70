package dev.portcullis;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account to be made.
 *
 * @param username the principal's name; unique without regard to case, fixed from then on (S83)
 * @param email or null
 * @param name to show, or null
 * @param roles may be empty
 * @param password the first password, held against the policy (S28, S31); null for an account that
 *     signs in another way
 */
public record NewAccount(
    String username,
    @Nullable String email,
    @Nullable String name,
    Set<String> roles,
    @Nullable Confidential password) {

  public NewAccount {
    roles = Set.copyOf(roles);
  }
}
