package dev.portcullis.web.ldap;

import dev.portcullis.RejectionReason;
import dev.portcullis.config.DirectorySettings.DirectoryKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ldaptive.BindResponse;
import org.ldaptive.ResultCode;
import org.ldaptive.auth.ext.ActiveDirectoryAccountState;
import org.ldaptive.control.PasswordPolicyControl;

/** What a directory says when somebody binds, in its own words. */
final class BindAnswer {

  /** Neither a yes nor a no. */
  static final class UndecidedException extends Exception {

    private static final long serialVersionUID = 1L;

    UndecidedException(String code) {
      super(code);
    }
  }

  private BindAnswer() {}

  /**
   * Why the directory refuses the password; empty if it does not.
   *
   * @throws UndecidedException if it says neither
   */
  static Optional<RejectionReason> refusal(BindResponse response, DirectoryKind kind)
      throws UndecidedException {
    var code = response.getResultCode();
    var policy =
        response.getControl(PasswordPolicyControl.OID) instanceof PasswordPolicyControl c
            ? c.getError()
            : null;
    if (code == ResultCode.SUCCESS) {
      return policy == PasswordPolicyControl.Error.CHANGE_AFTER_RESET
          ? Optional.of(RejectionReason.PASSWORD_EXPIRED)
          : Optional.empty();
    }
    return Optional.of(
        switch (code) {
          case INVALID_CREDENTIALS ->
              kind == DirectoryKind.ACTIVE_DIRECTORY
                  ? ofActiveDirectory(response.getDiagnosticMessage())
                  : ofPolicy(policy);
          // Entries that nobody can bind as, and those that are gone since they were found.
          case NO_SUCH_OBJECT, INVALID_DN_SYNTAX, INAPPROPRIATE_AUTHENTICATION ->
              RejectionReason.WRONG_PASSWORD;
          case CONSTRAINT_VIOLATION -> RejectionReason.LOCKED_ELSEWHERE;
          default -> throw new UndecidedException(code.name());
        });
  }

  private static RejectionReason ofPolicy(PasswordPolicyControl.@Nullable Error error) {
    if (error == null) {
      return RejectionReason.WRONG_PASSWORD;
    }
    return switch (error) {
      case PASSWORD_EXPIRED, CHANGE_AFTER_RESET -> RejectionReason.PASSWORD_EXPIRED;
      case ACCOUNT_LOCKED -> RejectionReason.LOCKED_ELSEWHERE;
      default -> RejectionReason.WRONG_PASSWORD;
    };
  }

  /** As in {@code 80090308: LdapErr: …, comment: AcceptSecurityContext error, data 533, v3839}. */
  private static RejectionReason ofActiveDirectory(String message) {
    var error = message == null ? null : ActiveDirectoryAccountState.Error.parse(message);
    if (error == null) {
      return RejectionReason.WRONG_PASSWORD;
    }
    return switch (error) {
      case PASSWORD_EXPIRED, PASSWORD_MUST_CHANGE -> RejectionReason.PASSWORD_EXPIRED;
      case ACCOUNT_DISABLED, ACCOUNT_RESTRICTION, INVALID_LOGON_HOURS, INVALID_WORKSTATION ->
          RejectionReason.DISABLED;
      case ACCOUNT_EXPIRED -> RejectionReason.ACCOUNT_EXPIRED;
      case ACCOUNT_LOCKED_OUT -> RejectionReason.LOCKED_ELSEWHERE;
      default -> RejectionReason.WRONG_PASSWORD;
    };
  }
}
