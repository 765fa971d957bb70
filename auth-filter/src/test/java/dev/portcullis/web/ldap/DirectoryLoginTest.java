package dev.portcullis.web.ldap;

import static dev.portcullis.web.ldap.LdapApplication.CLIENT;
import static dev.portcullis.web.ldap.LdapApplication.LOCAL_PASSWORD;
import static dev.portcullis.web.ldap.LdapApplication.caller;
import static dev.portcullis.web.ldap.LdapApplication.granted;
import static dev.portcullis.web.ldap.LdapApplication.reason;
import static dev.portcullis.web.ldap.RunningDirectory.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import dev.portcullis.AccountOutcome;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.Confidential;
import dev.portcullis.RejectionReason;
import dev.portcullis.SecurityEvent;
import dev.portcullis.testing.LogCapture;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A login through a directory, from what is typed to what is granted. */
class DirectoryLoginTest {

  private final List<String> binds = new CopyOnWriteArrayList<>();
  private final MemoryDirectory directory =
      new MemoryDirectory(
          RunningDirectory.AUTHORITY.issue(
              RunningDirectory.AUTHORITY.server(Instant.now()).host("localhost")),
          new InMemoryOperationInterceptor() {
            @Override
            public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
              binds.add(request.getRequest().getBindDN());
            }
          });
  private final LdapApplication app = new LdapApplication(directory.yaml());

  @AfterEach
  void close() {
    app.close();
    directory.close();
  }

  private long bindsAs(String uid) {
    return binds.stream().filter(dn -> dn.startsWith("uid=" + uid)).count();
  }

  @Test
  void theFirstLoginMakesTheAccountAndTheNextUpdatesIt() {
    var alice = caller(app.login("alice", PASSWORD));
    assertThat(alice.getUsername()).isEqualTo("alice");
    assertThat(alice.getEmail()).isEqualTo("alice@example.com");
    assertThat(alice.getRoles()).containsExactly("staff");
    directory.change(
        """
        dn: uid=alice,ou=people,dc=example,dc=com
        changetype: modify
        replace: mail
        mail: liddell@example.com
        """);
    var again = caller(app.login("ALICE", PASSWORD));
    assertThat(again.getId()).isEqualTo(alice.getId());
    assertThat(again.getEmail()).isEqualTo("liddell@example.com");
    assertThat(app.server().fired().stream().filter(e -> e instanceof SecurityEvent.AccountCreated))
        .hasSize(1);
  }

  @Test
  @Proves("S70")
  void theAuditNamesTheDirectory() {
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
    assertThat(app.server().fired())
        .filteredOn(e -> e instanceof SecurityEvent.LoginSucceeded)
        .singleElement()
        .satisfies(e -> assertThat(e.details().provider()).isEqualTo("ldap"));
  }

  @Test
  @Proves("S32")
  void aNameThatNobodyHasIsRefusedAsAWrongPasswordAndAtTheSameCost() {
    assertThat(reason(app.login("alice", "wrong"))).isEqualTo(RejectionReason.WRONG_PASSWORD);
    var forAlice = List.copyOf(binds);
    binds.clear();
    assertThat(reason(app.login("nobody", "wrong"))).isEqualTo(RejectionReason.UNKNOWN_ACCOUNT);
    assertThat(binds).as("one for a person, after the reader's").hasSize(forAlice.size() - 1);
    assertThat(reason(app.login("alice", PASSWORD, "elsewhere")))
        .isEqualTo(RejectionReason.UNKNOWN_PROVIDER);
  }

  @Test
  @Proves("S57")
  void anEmptyPasswordReachesNoDirectory() {
    assertThat(reason(app.login("alice", ""))).isEqualTo(RejectionReason.WRONG_PASSWORD);
    assertThat(bindsAs("alice")).isZero();
    assertThat(app.login("", "")).isInstanceOf(Rejected.class);
    assertThat(binds).containsOnly(RunningDirectory.READER);
  }

  @Test
  @Proves("S36")
  void whoeverIsLockedHereIsNotTriedThere() {
    for (int i = 0; i < 5; i++) {
      assertThat(reason(app.login("alice", "wrong"))).isEqualTo(RejectionReason.WRONG_PASSWORD);
    }
    assertThat(bindsAs("alice")).isEqualTo(5);
    assertThat(reason(app.login("alice", PASSWORD))).isEqualTo(RejectionReason.LOCKED);
    assertThat(bindsAs("alice")).isEqualTo(5);
    app.later(Duration.ofSeconds(2));
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves("S71")
  void thePasswordIsKeptNowhere() {
    var password = "a password like no other 7316";
    directory.change(
        """
        dn: uid=alice,ou=people,dc=example,dc=com
        changetype: modify
        replace: userPassword
        userPassword: %s
        """
            .formatted(password));
    try (var ours = new LogCapture("dev.portcullis");
        var theirs = new LogCapture("org.ldaptive");
        var bytes = new LogCapture("io.netty.handler.logging")) {
      java.util.logging.Logger.getLogger("io.netty.handler.logging")
          .setLevel(java.util.logging.Level.ALL);
      java.util.logging.Logger.getLogger("org.ldaptive").setLevel(java.util.logging.Level.ALL);
      assertThat(app.login("alice", password)).isInstanceOf(Authenticated.class);
      assertThat(ours.lines()).noneMatch(line -> line.contains(password));
      assertThat(bytes.lines()).as("what goes over the connection").isEmpty();
      assertThat(theirs.lines()).isNotEmpty().noneMatch(line -> line.contains(password));
      assertThat(theirs.lines()).noneMatch(line -> line.contains(RunningDirectory.READER_PASSWORD));
    } finally {
      java.util.logging.Logger.getLogger("org.ldaptive").setLevel(null);
      java.util.logging.Logger.getLogger("io.netty.handler.logging").setLevel(null);
    }
    assertThat(text("SELECT COUNT(*) FROM auth_account WHERE password_hash IS NOT NULL"))
        .isEqualTo("0");
    assertThat(text("SELECT COUNT(*) FROM auth_federated_identity WHERE password_hash IS NOT NULL"))
        .isEqualTo("0");
  }

  @Test
  @Proves({"S19", "S24"})
  void whoeverLeavesAGroupLosesAccessAtTheNextRefreshAndCheck() {
    var session = granted(app.login("alice", PASSWORD));
    var tokens = app.issue("alice");
    directory.change(
        """
        dn: cn=staff,ou=groups,dc=example,dc=com
        changetype: modify
        delete: member
        member: uid=alice,ou=people,dc=example,dc=com
        """);
    assertThat(app.refresh(tokens)).isInstanceOf(Rejected.class);
    assertThat(app.isLive(session)).isFalse();
    assertThat(caller(app.login("alice", PASSWORD)).getRoles()).containsExactly("user");
  }

  @Test
  @Proves({"S24", "S38"})
  void whoeverIsGoneFromTheDirectoryLosesAccess() {
    var session = granted(app.login("alice", PASSWORD));
    var tokens = app.issue("bob");
    directory.change("dn: uid=alice,ou=people,dc=example,dc=com\nchangetype: delete\n");
    directory.change("dn: uid=bob,ou=people,dc=example,dc=com\nchangetype: delete\n");
    app.later(Duration.ofMinutes(14));
    assertThat(app.isLive(session)).isTrue();
    app.later(Duration.ofMinutes(1));
    assertThat(app.isLive(session)).isFalse();
    assertThat(app.refresh(tokens)).isInstanceOf(Rejected.class);
    assertThat(app.login("alice", PASSWORD)).isInstanceOf(Rejected.class);
  }

  @Test
  void aRefreshGoesOnWhileNothingChanged() {
    var tokens = app.issue("alice");
    for (int i = 0; i < 3; i++) {
      var refreshed = app.refresh(tokens);
      assertThat(caller(refreshed).getRoles()).containsExactly("staff");
      tokens = granted(refreshed);
      app.later(Duration.ofMinutes(10));
    }
  }

  @Test
  @Proves("S83")
  void theNameStaysWhenTheDirectoryRenamesSomebodyToAnother() {
    app.create("root");
    var alice = caller(app.login("alice", PASSWORD));
    directory.change(
        """
        dn: uid=alice,ou=people,dc=example,dc=com
        changetype: modrdn
        newrdn: uid=root
        deleteoldrdn: 1
        """);
    var renamed = caller(app.login("root", PASSWORD, "ldap"));
    assertThat(renamed.getId()).isEqualTo(alice.getId());
    assertThat(renamed.getUsername()).isEqualTo("alice");
    assertThat(reason(app.login("root", PASSWORD))).isEqualTo(RejectionReason.WRONG_PASSWORD);
    assertThat(caller(app.login("root", LOCAL_PASSWORD)).getUsername()).isEqualTo("root");
  }

  @Test
  @Proves({"S11", "S83"})
  void whoeverHasTheNameOfALocalAccountIsAnother() {
    app.create("alice");
    assertThat(caller(app.login("alice", LOCAL_PASSWORD)).getUsername()).isEqualTo("alice");
    assertThat(reason(app.login("alice", PASSWORD))).isEqualTo(RejectionReason.WRONG_PASSWORD);
    assertThat(caller(app.login("alice", PASSWORD, "ldap")).getUsername()).startsWith("ldap:");
  }

  @Test
  @Proves("S83")
  void aDirectoryThatGetsANameKeepsItsPeopleByItsIssuer() {
    var alice = caller(app.login("alice", PASSWORD));
    var named = directory.yaml().replace("ldap:\n", "ldap:\n     directories:\n      corp:\n");
    named =
        named
            .replace("      server", "        server")
            .replaceAll("(?m)^      (\\w+_)", "        $1");
    try (var log = new LogCapture("dev.portcullis.ejb")) {
      app.restart(named);
      assertThat(log.lines()).anyMatch(line -> line.contains("accounts of the directory \"ldap\""));
    }
    app.restart(named + "        issuer: ldap\n");
    assertThat(caller(app.login("alice", PASSWORD, "corp")).getId()).isEqualTo(alice.getId());
  }

  @Test
  void thePasswordIsChangedWhereItIsKept() {
    var alice = caller(app.login("alice", PASSWORD));
    assertThat(app.domain().accounts().canChangePassword(alice.getId())).isFalse();
    assertThat(
            app.domain()
                .accounts()
                .changePassword(
                    alice, Confidential.of(PASSWORD), Confidential.of(LOCAL_PASSWORD), CLIENT))
        .isEqualTo(new AccountOutcome.Conflict("password.kept_elsewhere"));
  }

  @Test
  @Proves("S26")
  void whoeverIsSignedInProvesThePasswordAgainThere() {
    var alice = caller(app.login("alice", PASSWORD));
    var authentication = app.domain().authentication();
    assertThat(authentication.reauthenticateSession(alice, Confidential.of("wrong"), CLIENT))
        .isInstanceOf(Rejected.class);
    assertThat(authentication.reauthenticateSession(alice, Confidential.of(PASSWORD), CLIENT))
        .isInstanceOf(Authenticated.class);
  }

  @Test
  @Proves("S38")
  void whomAnAdministratorDisabledHereStaysOut() {
    var alice = caller(app.login("alice", PASSWORD));
    assertThat(app.domain().accounts().setDisabled(alice.getId(), true, CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
    assertThat(reason(app.login("alice", PASSWORD))).isEqualTo(RejectionReason.DISABLED);
  }

  private String text(String query) {
    try (var connection = app.server().database().dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    } catch (java.sql.SQLException e) {
      throw new AssertionError(query, e);
    }
  }
}
