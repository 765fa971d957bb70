package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static dev.portcullis.login.LoginFixture.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountOutcome;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.SecurityEvent;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SetupServiceTest {

  private static final AccountOutcome CLOSED = new AccountOutcome.Conflict("setup.closed");
  private static final Confidential SECRET = Confidential.of(PASSWORD);

  private final LoginFixture app = new LoginFixture();

  @AfterEach
  void close() {
    app.close();
  }

  private AccountOutcome complete(Confidential link) {
    return app.setup.complete(link, SECRET, CLIENT);
  }

  @Test
  @Proves("S85")
  void theLinkMakesTheFirstAdministratorOnce() {
    var link = app.setupLinks.issue().orElseThrow();
    assertThat(app.setup.isOpen(link)).isTrue();
    var admin = LoginFixture.done(complete(link));
    assertThat(admin.username()).isEqualTo("root");
    assertThat(admin.roles()).containsExactly("auth-admin");
    assertThat(LoginFixture.isIn(app.login("root", PASSWORD))).isTrue();
    assertThat(app.setup.isOpen(link)).isFalse();
    assertThat(complete(link)).isEqualTo(CLOSED);
    assertThat(app.setupLinks.issue()).isEmpty();
    assertThat(app.events(SecurityEvent.SetupLinkIssued.class)).hasSize(1);
    assertThat(app.events(SecurityEvent.AccountCreated.class)).hasSize(1);
  }

  @Test
  @Proves("S85")
  void aLinkServesForFifteenMinutes() {
    var link = app.setupLinks.issue().orElseThrow();
    app.clock.advance(Duration.ofMinutes(15).minusMillis(1));
    assertThat(app.setup.isOpen(link)).isTrue();
    app.clock.advance(Duration.ofMillis(1));
    assertThat(app.setup.isOpen(link)).isFalse();
    assertThat(complete(link)).isEqualTo(CLOSED);
    assertThat(app.setup.isOpen(app.setupLinks.issue().orElseThrow())).isTrue();
  }

  @Test
  @Proves("S85")
  void anotherNodesLinkIsClosedOnceThereIsAnAdministrator() {
    var ours = app.setupLinks.issue().orElseThrow();
    var theirs = app.setupLinks.issue().orElseThrow();
    LoginFixture.done(complete(ours));
    assertThat(app.setup.isOpen(theirs)).isFalse();
    assertThat(complete(theirs)).isEqualTo(CLOSED);
  }

  @Test
  @Proves("S85")
  void ofManyAtTheSameTimeOneWins() throws Exception {
    var links = List.of(app.setupLinks.issue().orElseThrow(), app.setupLinks.issue().orElseThrow());
    var pool = Executors.newFixedThreadPool(16);
    var tasks = new ArrayList<Callable<AccountOutcome>>();
    for (int i = 0; i < 16; i++) {
      var link = links.get(i % 2);
      tasks.add(() -> complete(link));
    }
    var outcomes = new ArrayList<AccountOutcome>();
    for (var outcome : pool.invokeAll(tasks)) {
      outcomes.add(outcome.get());
    }
    pool.shutdown();
    assertThat(outcomes).filteredOn(AccountOutcome.Done.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(CLOSED::equals).hasSize(15);
  }

  @Test
  @Proves("S85")
  void aLinkIsNotUsedUpByAPasswordThatThePolicyRefuses() {
    var link = app.setupLinks.issue().orElseThrow();
    assertThat(app.setup.complete(link, Confidential.of("short"), CLIENT))
        .isInstanceOf(AccountOutcome.Refused.class);
    LoginFixture.done(complete(link));
  }

  @Test
  void aLinkIsNotUsedUpWhereTheNameIsTaken() {
    app.create("root");
    var link = app.setupLinks.issue().orElseThrow();
    assertThat(complete(link)).isEqualTo(new AccountOutcome.Conflict("username.taken"));
    assertThat(app.setup.isOpen(link)).isTrue();
  }

  @Test
  @Proves("S85")
  void forgedSecretsOpenNothingAndCostNoHash() {
    var link = app.setupLinks.issue().orElseThrow().reveal();
    var before = app.hashes.count();
    for (var forged :
        List.of(
            "",
            link.substring(1),
            "pcr_" + link.substring(4),
            link + "x",
            "pcl_" + "A".repeat(43))) {
      assertThat(complete(Confidential.of(forged))).isEqualTo(CLOSED);
    }
    assertThat(app.hashes.count()).isEqualTo(before);
  }

  @Test
  @Proves("S85")
  void withoutABootstrapNameThereIsNoLink() {
    var none = new SetupLinks(app.database, app.administrators, null, app.random, app.clock);
    assertThat(none.issue()).isEmpty();
  }

  @Test
  @Proves("S85")
  void noOtherWayMakesTheFirstAdministrator() {
    var outcome =
        app.accounts.create(
            new NewAccount("eve", null, null, Set.of("auth-admin"), SECRET), CLIENT);
    assertThat(outcome).isEqualTo(new AccountOutcome.Conflict("account.first_administrator"));
    var mary = app.create("mary");
    assertThat(app.accounts.setRoles(mary.id(), Set.of("auth-admin"), CLIENT))
        .isEqualTo(new AccountOutcome.Conflict("account.first_administrator"));
    app.createAdministrator();
    LoginFixture.done(app.accounts.setRoles(mary.id(), Set.of("auth-admin"), CLIENT));
  }
}
