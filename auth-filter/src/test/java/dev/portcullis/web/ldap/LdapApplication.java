package dev.portcullis.web.ldap;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.RejectionReason;
import dev.portcullis.SessionCheck;
import dev.portcullis.SessionGrant;
import dev.portcullis.TokenGrant;
import dev.portcullis.ejb.PortcullisRuntime;
import dev.portcullis.testing.TestServer;
import dev.portcullis.testing.TestSettings;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The whole domain over directories. */
final class LdapApplication implements AutoCloseable {

  static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "test", "c0ffee");
  static final String LOCAL_PASSWORD = "nine green herons amuse him";

  private final TestServer server = new TestServer();
  private PortcullisDomain domain;

  LdapApplication(String yaml) {
    server.directories(settings -> LdapDirectory.open(settings, server.clock()));
    domain = PortcullisRuntime.start(TestSettings.of(yaml), server);
  }

  /** Ends, and starts with other settings on the same database. */
  void restart(String yaml) {
    domain.close();
    domain = PortcullisRuntime.start(TestSettings.of(yaml), server);
  }

  PortcullisDomain domain() {
    return domain;
  }

  TestServer server() {
    return server;
  }

  /** Of an account that is kept here. */
  void create(String username) {
    var unused =
        domain
            .accounts()
            .create(
                new NewAccount(
                    username, null, null, Set.of("user"), Confidential.of(LOCAL_PASSWORD)),
                CLIENT);
  }

  AuthenticationResult<SessionGrant> login(String username, String password) {
    return login(username, password, CLIENT);
  }

  AuthenticationResult<SessionGrant> login(
      String username, String password, @Nullable String provider) {
    return domain
        .authentication()
        .openSession(new PasswordLogin(username, Confidential.of(password), provider), CLIENT);
  }

  AuthenticationResult<SessionGrant> login(String username, String password, ClientInfo client) {
    return domain
        .authentication()
        .openSession(new PasswordLogin(username, Confidential.of(password), null), client);
  }

  TokenGrant issue(String username) {
    return granted(
        domain
            .authentication()
            .issueTokens(
                new PasswordLogin(username, Confidential.of(RunningDirectory.PASSWORD), null),
                null,
                CLIENT));
  }

  AuthenticationResult<TokenGrant> refresh(TokenGrant tokens) {
    return domain.tokens().refresh(tokens.refreshToken(), null, CLIENT);
  }

  boolean isLive(SessionGrant session) {
    return domain.sessions().check(session.secret(), CLIENT) instanceof SessionCheck.Live;
  }

  /** That time passes, and what is due in the background is done. */
  void later(Duration time) {
    server.clock().advance(time);
    server.scheduler().runAll();
  }

  static <G> G granted(AuthenticationResult<G> result) {
    return ((Authenticated<G>) result).grant();
  }

  static Caller caller(AuthenticationResult<?> result) {
    return ((Authenticated<?>) result).caller();
  }

  static RejectionReason reason(AuthenticationResult<?> result) {
    return ((Rejected<?>) result).reason();
  }

  @Override
  public void close() {
    domain.close();
    server.close();
  }
}
