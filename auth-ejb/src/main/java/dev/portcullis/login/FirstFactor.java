package dev.portcullis.login;

import dev.portcullis.Confidential;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.account.GuessAllowance;
import dev.portcullis.account.PasswordProof;
import dev.portcullis.account.PasswordProof.Result;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.Attempt;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The step that finds out, by password, who somebody is. */
public final class FirstFactor {

  /**
   * What the verifier that knows the account says, or the last one asked.
   *
   * @param verifier null where none of that name is enabled
   */
  record Answer(@Nullable CredentialVerifier verifier, Result result) {

    @Nullable String provider() {
      return verifier == null ? null : verifier.provider();
    }

    void accept(Tx tx, FirstProof proof) {
      if (verifier != null) {
        verifier.accept(tx, proof.account());
      }
    }
  }

  private final List<CredentialVerifier> verifiers;
  private final PasswordHasher hasher;

  /**
   * @param verifiers those that are enabled, in the configured order
   */
  public FirstFactor(List<CredentialVerifier> verifiers, PasswordHasher hasher) {
    this.verifiers = List.copyOf(verifiers);
    this.hasher = hasher;
  }

  /** Checks a login with the provider it names, or with each in order. */
  Answer check(PasswordLogin login, GuessAllowance allowance) {
    var asked =
        verifiers.stream()
            .filter(v -> login.provider() == null || v.provider().equals(login.provider()))
            .toList();
    return ask(
        asked,
        login.password(),
        v -> v.knows(login.username()),
        v -> v.verify(login.username(), login.password(), allowance));
  }

  /** Checks the password of an account that is signed in. */
  Answer checkAgain(String accountId, Confidential password) {
    return ask(
        verifiers, password, v -> v.keeps(accountId), v -> v.verifyAgain(accountId, password));
  }

  /**
   * The first that knows the account verifies; the last verifies in any case, so that one password
   * is hashed whoever it is (S32). One that is away keeps nobody out whom another knows; whoever is
   * unknown to the others could be its own, and is told to come back (S74).
   */
  private Answer ask(
      List<CredentialVerifier> asked,
      Confidential password,
      Predicate<CredentialVerifier> knows,
      Function<CredentialVerifier, PasswordProof.Result> question) {
    TemporarilyUnavailableException away = null;
    for (int i = 0; i < asked.size() - 1; i++) {
      var verifier = asked.get(i);
      try {
        if (knows.test(verifier)) {
          return new Answer(verifier, question.apply(verifier));
        }
      } catch (TemporarilyUnavailableException e) {
        away = e;
      }
    }
    if (asked.isEmpty()) {
      // Nobody to ask costs what somebody costs (S32).
      hasher.verifyNothing(password);
      return new Answer(
          null, new Result.Refused(null, RejectionReason.UNKNOWN_PROVIDER, new Attempt.Nobody()));
    }
    var last = asked.get(asked.size() - 1);
    var answer = new Answer(last, question.apply(last));
    if (away != null && isUnknown(answer.result)) {
      throw away;
    }
    return answer;
  }

  private static boolean isUnknown(Result result) {
    return result.fold(
        proven -> false, refused -> refused.reason() == RejectionReason.UNKNOWN_ACCOUNT);
  }
}
