package dev.portcullis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A login whose first factor is proven and whose second is not. It authorises nothing else (S64).
 *
 * @param token what the client shows with its second factor; stored only as a hash
 * @param methods that the account may use, those it has enrolled; with {@code enrolment} those that
 *     it may enrol
 * @param preferred the one to begin with, or null where there is none
 * @param enrolment whether the account has to enrol a second factor first
 * @param expiresAt when the first factor has to be proven again, five minutes at most
 */
public record PendingLogin(
    Confidential token,
    List<FactorMethod> methods,
    @Nullable FactorMethod preferred,
    boolean enrolment,
    Instant expiresAt) {

  public PendingLogin {
    methods = List.copyOf(methods);
  }
}
