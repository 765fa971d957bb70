package dev.portcullis.login;

import dev.portcullis.Confidential;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.account.PasswordProof;
import dev.portcullis.account.PasswordProof.Result;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.store.Tx;
import dev.portcullis.throttle.Attempt;
import java.util.List;
import java.util.function.Function;
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
  Answer check(PasswordLogin login) {
    var asked =
        verifiers.stream()
            .filter(v -> login.provider() == null || v.provider().equals(login.provider()))
            .toList();
    return ask(asked, login.password(), v -> v.verify(login.username(), login.password()));
  }

  /** Checks the password of an account that is signed in. */
  Answer checkAgain(String accountId, Confidential password) {
    return ask(verifiers, password, v -> v.verifyAgain(accountId, password));
  }

  private Answer ask(
      List<CredentialVerifier> asked,
      Confidential password,
      Function<CredentialVerifier, PasswordProof.Result> question) {
    Answer answer = null;
    for (var verifier : asked) {
      answer = new Answer(verifier, question.apply(verifier));
      if (!isUnknown(answer.result)) {
        return answer;
      }
    }
    if (answer == null) {
      // Nobody to ask costs what somebody costs (S32).
      hasher.verifyNothing(password);
      answer =
          new Answer(
              null,
              new Result.Refused(null, RejectionReason.UNKNOWN_PROVIDER, new Attempt.Nobody()));
    }
    return answer;
  }

  private static boolean isUnknown(Result result) {
    return result.fold(
        proven -> false, refused -> refused.reason() == RejectionReason.UNKNOWN_ACCOUNT);
  }
}
