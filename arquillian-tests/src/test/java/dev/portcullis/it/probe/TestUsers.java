package dev.portcullis.it.probe;

import dev.portcullis.AccountService;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.PortcullisStarted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;

/** People whom only the tests need, beside those of the demo. */
@ApplicationScoped
public class TestUsers {

  /** The password of each of them. */
  public static final String PASSWORD = "seven-wet-otters-juggle";

  @Inject private AccountService accounts;

  void make(@Observes PortcullisStarted started) {
    make("norole", Set.of());
    make("victim", Set.of("user"));
    make("racer", Set.of("user"));
    make("leaver", Set.of("user"));
    make("photo", Set.of("user"));
    make("stepper", Set.of("user"));
    make("twofold", Set.of("user", "must-have-two"));
    make("messaged", Set.of("user"));
    make("guarded", Set.of("user"));
    make("obliged", Set.of("user", "must-have-two"));
  }

  private void make(String username, Set<String> roles) {
    if (accounts.findByUsername(username).isEmpty()) {
      var account = new NewAccount(username, null, null, roles, Confidential.of(PASSWORD));
      accounts
          .create(account, new ClientInfo("127.0.0.1", null, "test"))
          .fold(
              done -> done,
              () -> fail(username, "not found"),
              // Another node made it at the same time.
              conflict -> conflict,
              refused -> fail(username, refused.reasons().toString()),
              notProven -> fail(username, notProven.reason().toString()));
    }
  }

  private static Object fail(String username, String why) {
    throw new IllegalStateException("Test user " + username + ": " + why);
  }
}
