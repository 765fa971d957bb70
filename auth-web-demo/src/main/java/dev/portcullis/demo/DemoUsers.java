package dev.portcullis.demo;

import dev.portcullis.AccountService;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.PortcullisStarted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Set;

/**
 * The people of the demo. Their passphrases come from the one who starts the server (environment
 * {@code DEMO_PASSWORD_<NAME>}); without one, the person is not made. The administrator is not
 * among them: there is a link for the first one in the log.
 */
@ApplicationScoped
public class DemoUsers {

  private static final Logger LOG = System.getLogger(DemoUsers.class.getName());

  @Inject private AccountService accounts;

  void make(@Observes PortcullisStarted started) {
    make("alice", "Alice Archer", Set.of("user"));
    make("bob", "Bob Baker", Set.of("user", "editor"));
  }

  private void make(String username, String name, Set<String> roles) {
    String password = System.getenv("DEMO_PASSWORD_" + username.toUpperCase(Locale.ROOT));
    if (password == null || accounts.findByUsername(username).isPresent()) {
      return;
    }
    var account =
        new NewAccount(username, username + "@example.org", name, roles, Confidential.of(password));
    String outcome =
        accounts
            .create(account, new ClientInfo("127.0.0.1", null, "demo"))
            .fold(
                done -> "made",
                () -> "not found",
                conflict -> conflict.reason(),
                refused -> refused.reasons().toString(),
                notProven -> notProven.reason().toString().toLowerCase(Locale.ROOT));
    LOG.log(Level.INFO, "Demo user {0}: {1}", username, outcome);
  }
}
