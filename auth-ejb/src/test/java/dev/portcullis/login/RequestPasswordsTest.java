package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static dev.portcullis.login.LoginFixture.PASSWORD;
import static dev.portcullis.login.LoginFixture.isIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.Confidential;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.RequestProof;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SessionGrant;
import dev.portcullis.config.CertificateSettings;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestPasswordsTest {

  private final LoginFixture app = new LoginFixture();
  private final RequestCredentialsImpl node = app.requestCredentials(CertificateSettings.OFF);

  @AfterEach
  void close() {
    app.close();
  }

  private AuthenticationResult<RequestProof> ask(String username, String password) {
    return node.password(new PasswordLogin(username, Confidential.of(password), null), CLIENT);
  }

  @Test
  void aPasswordIsHashedOnceInFiveMinutes() {
    var mary = app.create("mary", "clerk");
    long before = app.hashes.count();
    for (int i = 0; i < 20; i++) {
      assertThat(isIn(ask("mary", PASSWORD))).isTrue();
      app.clock.advance(Duration.ofSeconds(14));
    }
    assertThat(app.hashes.count() - before).isEqualTo(1);
    assertThat(app.events(SecurityEvent.LoginSucceeded.class)).hasSize(1);
    assertThat(app.liveSessions(mary.id())).isZero();
    app.clock.advance(Duration.ofSeconds(21));
    assertThat(isIn(ask("mary", PASSWORD))).isTrue();
    assertThat(app.hashes.count() - before).isEqualTo(2);
  }

  @Test
  void aProofEndsAtTheFifthMinuteAndWhenTheClockIsSetBack() {
    app.create("mary");
    long before = app.hashes.count();
    assertThat(isIn(ask("mary", PASSWORD))).isTrue();
    app.clock.advance(Duration.ofMinutes(5));
    assertThat(isIn(ask("mary", PASSWORD))).isTrue();
    assertThat(app.hashes.count() - before).isEqualTo(2);
    app.clock.advance(Duration.ofHours(-1));
    assertThat(isIn(ask("mary", PASSWORD))).isTrue();
    assertThat(app.hashes.count() - before).isEqualTo(3);
  }

  @Test
  void manyRequestsAtOnceCostOneHash() throws Exception {
    app.create("mary");
    long before = app.hashes.count();
    var pool = Executors.newFixedThreadPool(8);
    try {
      var requests = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 8; i++) {
        requests.add(() -> isIn(ask("mary", PASSWORD)));
      }
      for (var answer : pool.invokeAll(requests)) {
        assertThat(answer.get()).isTrue();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(app.hashes.count() - before).isEqualTo(1);
  }

  @Test
  @Proves({"S35", "S36"})
  void everyWrongPasswordCounts() {
    app.create("mary");
    for (int i = 0; i < 5; i++) {
      assertThat(LoginFixture.refusal(ask("mary", "wrong")))
          .isEqualTo(RejectionReason.WRONG_PASSWORD);
    }
    assertThat(LoginFixture.refusal(ask("mary", PASSWORD))).isEqualTo(RejectionReason.LOCKED);
    assertThat(app.events(SecurityEvent.LoginFailed.class)).hasSize(6);
  }

  @Test
  @Proves("S32")
  void nobodyCostsWhatSomebodyCosts() {
    long before = app.hashes.count();
    assertThat(LoginFixture.refusal(ask("nobody", PASSWORD)))
        .isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    assertThat(app.hashes.count() - before).isEqualTo(1);
  }

  @Test
  @Proves("S39")
  void aLockoutEndsNoProof() {
    app.create("mary");
    assertThat(isIn(ask("mary", PASSWORD))).isTrue();
    for (int i = 0; i < 5; i++) {
      ask("mary", "wrong");
    }
    assertThat(isIn(ask("mary", PASSWORD))).isTrue();
  }

  @Test
  @Proves({"S24", "S38"})
  void aDisabledAccountIsOutAtOnce() {
    var mary = app.create("mary");
    assertThat(isIn(ask("mary", PASSWORD))).isTrue();
    app.accounts.setDisabled(mary.id(), true, CLIENT);
    assertThat(LoginFixture.refusal(ask("mary", PASSWORD))).isEqualTo(RejectionReason.DISABLED);
  }

  /** Here no feed runs that would bring the mark: what happens is what another node sees. */
  @Test
  @Proves({"S12", "S24"})
  void anotherNodesDisablingIsSeenWithinFiveSeconds() {
    var mary = app.create("mary");
    assertThat(isIn(ask("mary", PASSWORD))).isTrue();
    app.database.inNew(
        tx ->
            tx.em()
                .createQuery("UPDATE Account a SET a.disabled = TRUE WHERE a.id = :id")
                .setParameter("id", mary.id())
                .executeUpdate());
    app.clock.advance(Duration.ofMillis(4900));
    assertThat(isIn(ask("mary", PASSWORD))).isTrue();
    app.clock.advance(Duration.ofMillis(100));
    assertThat(isIn(ask("mary", PASSWORD))).isFalse();
  }

  @Test
  @Proves("S24")
  void aFormerPasswordNoLongerServes() {
    var mary = app.create("mary");
    var caller = ((Authenticated<SessionGrant>) app.login("mary", PASSWORD)).caller();
    assertThat(isIn(ask("mary", PASSWORD))).isTrue();
    assertThat(caller.getAuthenticationMethods()).containsExactly("pwd");
    var changed = "nine patient otters";
    LoginFixture.done(
        app.accounts.changePassword(
            caller, Confidential.of(PASSWORD), Confidential.of(changed), CLIENT));
    app.clock.advance(Duration.ofSeconds(5));
    assertThat(isIn(ask("mary", PASSWORD))).isFalse();
    assertThat(isIn(ask("mary", changed))).isTrue();
    assertThat(mary.disabled()).isFalse();
  }
}
