package dev.portcullis.web.ldap;

import static dev.portcullis.web.ldap.LdapApplication.CLIENT;
import static dev.portcullis.web.ldap.LdapApplication.reason;
import static dev.portcullis.web.ldap.RunningDirectory.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.SecondFactorRequired;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorProof;
import dev.portcullis.PendingLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SessionGrant;
import dev.portcullis.TotpSetup;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The directory has taken the password; the second factor is asked for here. */
class DirectorySecondFactorTest {

  private final MemoryDirectory directory = new MemoryDirectory();
  private final LdapApplication app =
      new LdapApplication(
          directory.yaml() + "    two_factor: {issuer: Ledger, required_for_roles: [staff]}\n");

  @AfterEach
  void close() {
    app.close();
    directory.close();
  }

  private PendingLogin pending() {
    var result = app.login("alice", PASSWORD);
    assertThat(result).isInstanceOf(SecondFactorRequired.class);
    return ((SecondFactorRequired<SessionGrant>) result).pending();
  }

  private AuthenticationResult<SessionGrant> second(PendingLogin login, Confidential code) {
    var proof = new FactorProof(FactorMethod.TOTP, code);
    return app.domain()
        .authentication()
        .openSession(new SecondFactorLogin(login.token(), proof), CLIENT);
  }

  private Authenticator enrol(PendingLogin login) {
    var outcome = app.domain().secondFactors().setUpTotp(login.token(), CLIENT);
    assertThat(outcome).isInstanceOf(FactorOutcome.Done.class);
    return Authenticator.of(((FactorOutcome.Done<TotpSetup>) outcome).value());
  }

  private Confidential code(Authenticator authenticator) {
    return authenticator.code(app.server().clock().instant());
  }

  @Test
  @Proves({"S37", "S69"})
  void aRoleOfTheDirectoryAsksForASecondFactorThatIsEnrolledHere() {
    var login = pending();
    var authenticator = enrol(login);
    assertThat(reason(second(login, Confidential.of("000000"))))
        .isEqualTo(RejectionReason.WRONG_CODE);
    var caller = LdapApplication.caller(second(login, code(authenticator)));
    assertThat(caller.getUsername()).isEqualTo("alice");
    assertThat(caller.getAuthenticationMethods()).contains("pwd", "otp", "mfa");

    app.later(Duration.ofSeconds(30));
    var again = pending();
    assertThat(again.methods()).contains(FactorMethod.TOTP);
    assertThat(LdapApplication.caller(second(again, code(authenticator))).getId())
        .isEqualTo(caller.getId());
  }

  @Test
  @Proves("S64")
  void theSecondHalfWaitsForFiveMinutes() {
    var login = pending();
    var authenticator = enrol(login);
    app.later(Duration.ofMinutes(5));
    assertThat(reason(second(login, code(authenticator))))
        .isEqualTo(RejectionReason.INVALID_PENDING_LOGIN);
  }
}
