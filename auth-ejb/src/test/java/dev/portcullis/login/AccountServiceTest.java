package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static dev.portcullis.login.LoginFixture.PASSWORD;
import static dev.portcullis.login.LoginFixture.done;
import static dev.portcullis.login.LoginFixture.isIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.Caller;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.SessionGrant;
import dev.portcullis.testing.Proves;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts with everything behind them, sessions included. */
class AccountServiceTest {

  private static final Confidential NEW = Confidential.of("nine idle storks!");

  private final LoginFixture app = new LoginFixture();

  @AfterEach
  void close() {
    app.close();
  }

  private AccountOutcome create(String username, @Nullable String email, Set<String> roles) {
    return app.accounts.create(
        new NewAccount(username, email, null, roles, Confidential.of(PASSWORD)), CLIENT);
  }

  private Caller login(String username) {
    return ((Authenticated<SessionGrant>) app.login(username, PASSWORD)).caller();
  }

  @Test
  @Proves("S83")
  void aNameIsGivenOnceWhateverItsCase() {
    var mary = app.create("Mary");
    assertThat(create("mary", null, Set.of()))
        .isEqualTo(new AccountOutcome.Conflict("username.taken"));
    assertThat(app.accounts.findByUsername("MARY")).contains(mary);
    assertThat(app.accounts.find(mary.id()).orElseThrow().username()).isEqualTo("Mary");
    assertThat(app.events(SecurityEvent.AccountCreated.class)).hasSize(1);
  }

  @ParameterizedTest
  @Proves("S83")
  @ValueSource(
      strings = {
        "",
        " ",
        " mary",
        "mary ",
        "mary\u00a0",
        "ma\nry",
        "ma\u0000ry",
        "ma\u200bry",
        "\ud800x",
        "ma\u202ery"
      })
  void aNameHasNothingInvisible(String name) {
    assertThat(create(name, null, Set.of()))
        .isEqualTo(new AccountOutcome.Refused(List.of("username.invalid")));
  }

  @Test
  @Proves("S83")
  void aNameHasOneToTwoHundredFiftyFiveCharacters() {
    done(create("x", null, Set.of()));
    done(create("x".repeat(255), null, Set.of()));
    assertThat(create("x".repeat(256), null, Set.of())).isInstanceOf(AccountOutcome.Refused.class);
  }

  @Test
  void tellsEverythingThatSpeaksAgainstAnAccount() {
    var account = new NewAccount(" ", "@", "a\nb", Set.of("a b"), Confidential.of("short"));
    assertThat(app.accounts.create(account, CLIENT))
        .isEqualTo(
            new AccountOutcome.Refused(
                List.of(
                    "username.invalid",
                    "email.invalid",
                    "name.invalid",
                    "role.invalid",
                    "password.too_short",
                    "password.common")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@b", "o'neil+tag@example.co.uk", "müller@bücher.example"})
  void takesAddressesThatMayWork(String email) {
    assertThat(done(create("mary", email, Set.of())).email()).isEqualTo(email);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "a@b "})
  void refusesWhatIsNoAddress(String email) {
    assertThat(create("mary", email, Set.of()))
        .isEqualTo(new AccountOutcome.Refused(List.of("email.invalid")));
  }

  @Test
  void aDisplayNameChangesAndThePrincipalsNameNever() {
    var mary = app.create("mary");
    assertThat(done(app.accounts.rename(mary.id(), "Mary Müller", CLIENT)).name())
        .isEqualTo("Mary Müller");
    var cleared = done(app.accounts.rename(mary.id(), null, CLIENT));
    assertThat(cleared.name()).isNull();
    assertThat(cleared.username()).isEqualTo("mary");
    assertThat(app.accounts.rename(mary.id(), "a\u0007b", CLIENT))
        .isEqualTo(new AccountOutcome.Refused(List.of("name.invalid")));
    assertThat(app.accounts.rename("0".repeat(32), "x", CLIENT))
        .isEqualTo(new AccountOutcome.NotFound());
  }

  @Test
  @Proves("S34")
  void aChangeNeedsTheCurrentPasswordAndEndsTheOtherSessions() {
    var mary = app.create("mary");
    var elsewhere = login("mary");
    var here = login("mary");
    assertThat(app.accounts.changePassword(here, Confidential.of("wrong"), NEW, CLIENT))
        .isEqualTo(new AccountOutcome.NotProven(RejectionReason.WRONG_PASSWORD));
    assertThat(app.liveSessions(mary.id())).isEqualTo(2);
    done(app.accounts.changePassword(here, Confidential.of(PASSWORD), NEW, CLIENT));
    assertThat(isLive(here)).isTrue();
    assertThat(isLive(elsewhere)).isFalse();
    assertThat(app.refusal("mary", PASSWORD)).isEqualTo(RejectionReason.WRONG_PASSWORD);
    assertThat(isIn(app.login("mary", NEW.reveal()))).isTrue();
    assertThat(app.events(SecurityEvent.PasswordChanged.class).stream().map(e -> e.failure()))
        .containsExactly("WRONG_PASSWORD", null);
  }

  private boolean isLive(Caller caller) {
    return app.database.<Boolean>inNew(
        tx -> app.sessions.byId(tx, caller.getSessionId()).isPresent());
  }

  @Test
  @Proves({"S34", "S36"})
  void aChangeCountsAsAnAttempt() {
    app.create("mary");
    var caller = login("mary");
    for (int i = 0; i < 5; i++) {
      var guess = Confidential.of("guess " + i);
      assertThat(app.accounts.changePassword(caller, guess, NEW, CLIENT))
          .isEqualTo(new AccountOutcome.NotProven(RejectionReason.WRONG_PASSWORD));
    }
    var right = Confidential.of(PASSWORD);
    assertThat(app.accounts.changePassword(caller, right, NEW, CLIENT))
        .isEqualTo(new AccountOutcome.NotProven(RejectionReason.LOCKED));
    assertThat(app.refusal("mary", PASSWORD)).isEqualTo(RejectionReason.LOCKED);
    assertThat(app.events(SecurityEvent.AccountLocked.class)).hasSize(1);
  }

  @Test
  @Proves({"S28", "S31"})
  void aNewPasswordIsHeldAgainstThePolicy() {
    app.create("mary");
    var caller = login("mary");
    var right = Confidential.of(PASSWORD);
    assertThat(app.accounts.changePassword(caller, right, Confidential.of("short"), CLIENT))
        .isInstanceOf(AccountOutcome.Refused.class);
    assertThat(
            app.accounts.changePassword(
                caller, right, Confidential.of("mary@example.com!"), CLIENT))
        .isEqualTo(new AccountOutcome.Refused(List.of("password.context")));
    assertThat(app.accounts.changePassword(caller, right, right, CLIENT))
        .isEqualTo(new AccountOutcome.Refused(List.of("password.unchanged")));
    assertThat(isIn(app.login("mary", PASSWORD))).isTrue();
  }

  @Test
  @Proves({"S24", "S38"})
  void disablingEndsAllSessions() {
    var mary = app.create("mary");
    var first = login("mary");
    var second = login("mary");
    assertThat(done(app.accounts.setDisabled(mary.id(), true, CLIENT)).disabled()).isTrue();
    assertThat(isLive(first) || isLive(second)).isFalse();
    assertThat(app.events(SecurityEvent.AllSessionsEnded.class)).hasSize(1);
    assertThat(app.events(SecurityEvent.AccountChanged.class))
        .singleElement()
        .satisfies(e -> assertThat(e.subject()).isEqualTo("disabled"));
    done(app.accounts.setDisabled(mary.id(), true, CLIENT));
    assertThat(app.events(SecurityEvent.AccountChanged.class)).hasSize(1);
  }

  @Test
  @Proves("S19")
  void otherRolesNeedANewSession() {
    var mary = app.create("mary", "clerk");
    var before = login("mary");
    assertThat(done(app.accounts.setRoles(mary.id(), Set.of("boss"), CLIENT)).roles())
        .containsExactly("boss");
    assertThat(isLive(before)).isFalse();
    assertThat(login("mary").getRoles()).containsExactly("boss");
    var unchanged = login("mary");
    done(app.accounts.setRoles(mary.id(), Set.of("boss"), CLIENT));
    assertThat(isLive(unchanged)).isTrue();
  }

  @Test
  @Proves("S85")
  void theLastAdministratorStays() {
    var root = app.createAdministrator();
    var last = new AccountOutcome.Conflict("account.last_administrator");
    assertThat(app.accounts.setRoles(root.id(), Set.of("clerk"), CLIENT)).isEqualTo(last);
    assertThat(app.accounts.setDisabled(root.id(), true, CLIENT)).isEqualTo(last);
    var mary = app.create("mary", "auth-admin");
    done(app.accounts.setDisabled(root.id(), true, CLIENT));
    assertThat(app.accounts.setRoles(mary.id(), Set.of(), CLIENT)).isEqualTo(last);
    assertThat(app.accounts.find(mary.id()).orElseThrow().roles()).containsExactly("auth-admin");
  }

  /** Where the database takes upper and lower case for the same, as MariaDB does by default. */
  @Test
  @Proves("S85")
  void aRoleThatOnlyLooksLikeTheAdministratorsMakesNoneUnderAnyCollation() {
    app.database.inNew(
        tx ->
            tx.em()
                .createNativeQuery(
                    "ALTER TABLE auth_account_role"
                        + " ALTER COLUMN role_name VARCHAR_IGNORECASE(255) NOT NULL")
                .executeUpdate());
    app.create("mary", "AUTH-ADMIN");
    var root = app.createAdministrator();
    assertThat(app.accounts.setRoles(root.id(), Set.of(), CLIENT))
        .isEqualTo(new AccountOutcome.Conflict("account.last_administrator"));
  }

  @Test
  @Proves("S85")
  void ofTwoAdministratorsThatAreDemotedAtOnceOneStays() throws Exception {
    var root = app.createAdministrator();
    var mary = app.create("mary", "auth-admin");
    var pool = Executors.newFixedThreadPool(2);
    for (int round = 0; round < 50; round++) {
      var demotions =
          List.<Callable<AccountOutcome>>of(
              () -> app.accounts.setRoles(root.id(), Set.of(), CLIENT),
              () -> app.accounts.setDisabled(mary.id(), true, CLIENT));
      int done = 0;
      for (var outcome : pool.invokeAll(demotions)) {
        done += outcome.get() instanceof AccountOutcome.Done ? 1 : 0;
      }
      assertThat(done).isEqualTo(1);
      done(app.accounts.setDisabled(mary.id(), false, CLIENT));
      done(app.accounts.setRoles(root.id(), Set.of("auth-admin"), CLIENT));
      done(app.accounts.setRoles(mary.id(), Set.of("auth-admin"), CLIENT));
    }
    pool.shutdown();
  }

  @Test
  @Proves("S71")
  void noPasswordAndNoLinkStandsInTheDatabase() {
    var link = app.setupLinks.issue().orElseThrow();
    done(app.setup.complete(link, Confidential.of(PASSWORD), CLIENT));
    var mary = app.create("mary");
    done(app.accounts.changePassword(login("mary"), Confidential.of(PASSWORD), NEW, CLIENT));
    assertThat(mary.id()).hasSize(32);
    var dump =
        app.database.<List<?>>inNew(
            tx -> tx.em().createNativeQuery("SCRIPT NOPASSWORDS NOSETTINGS").getResultList());
    var text = dump.toString();
    assertThat(text).contains("$argon2id$", mary.id());
    assertThat(text)
        .doesNotContain(PASSWORD, NEW.reveal(), link.reveal(), link.reveal().substring(4));
    assertThat(app.database.events().toString()).doesNotContain(PASSWORD, NEW.reveal());
  }
}
