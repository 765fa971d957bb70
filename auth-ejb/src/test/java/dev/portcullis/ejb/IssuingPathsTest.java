package dev.portcullis.ejb;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.portcullis.AccountOutcome;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewAccount;
import dev.portcullis.NewApiToken;
import dev.portcullis.PasswordLogin;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestServer;
import dev.portcullis.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S38: every path that issues anything, against every state of an account that ought to matter.
 * What a lock after wrong passwords stops is what a password opens, and nothing else (S39).
 */
class IssuingPathsTest {

  private static final ClientInfo CLIENT = new ClientInfo("203.0.113.7", "a browser", "req-1");
  private static final Confidential PASSWORD = Confidential.of("ducks-waddle-over-the-icy-pond");
  private static final PasswordLogin LOGIN = new PasswordLogin("alice", PASSWORD, null);
  private static final String ROLE = "editor";

  /** What the account had before its state changed. */
  private record Held(
      PortcullisDomain domain,
      Caller bySession,
      Caller byToken,
      Confidential refreshToken,
      Confidential apiToken) {}

  /** A path: what leads to it in the code, and how it is taken; empty where it is refused. */
  private enum Path {
    LOGIN_WITH_SESSION(
        "AuthenticationServiceImpl.openSession",
        true,
        held -> granted(held.domain.authentication().openSession(LOGIN, CLIENT))),
    LOGIN_WITH_TOKENS(
        "AuthenticationServiceImpl.issueTokens",
        true,
        held -> granted(held.domain.authentication().issueTokens(LOGIN, null, CLIENT))),
    REAUTHENTICATION_OF_A_SESSION(
        "AuthenticationServiceImpl.reauthenticateSession",
        true,
        held ->
            granted(
                held.domain
                    .authentication()
                    .reauthenticateSession(held.bySession, PASSWORD, CLIENT))),
    REAUTHENTICATION_WITH_TOKENS(
        "AuthenticationServiceImpl.reauthenticateTokens",
        true,
        held ->
            granted(
                held.domain.authentication().reauthenticateTokens(held.byToken, PASSWORD, CLIENT))),
    REFRESH(
        "TokenServiceImpl.refresh",
        false,
        held -> granted(held.domain.tokens().refresh(held.refreshToken, null, CLIENT))),
    API_TOKEN_BY_SESSION(
        "ApiTokenServiceImpl.create", false, held -> apiToken(held.domain, held.bySession)),
    API_TOKEN_BY_TOKEN(
        "ApiTokenServiceImpl.create", false, held -> apiToken(held.domain, held.byToken)),
    USE_OF_AN_API_TOKEN(
        "",
        false,
        held ->
            held.domain
                .accessTokenVerifier()
                .verify(held.apiToken.reveal())
                .fold(
                    valid -> Optional.of(valid.caller().getRoles()),
                    invalid -> Optional.empty(),
                    Optional::empty));

    private final String code;
    private final boolean byPassword;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Function<Held, Optional<Set<String>>> way;

    Path(String code, boolean byPassword, Function<Held, Optional<Set<String>>> way) {
      this.code = code;
      this.byPassword = byPassword;
      this.way = way;
    }

    private static Optional<Set<String>> granted(AuthenticationResult<?> result) {
      return result.foldWithoutSecondFactor(
          yes -> Optional.of(yes.caller().getRoles()), no -> Optional.empty());
    }

    private static Optional<Set<String>> apiToken(PortcullisDomain domain, Caller caller) {
      var wish = new NewApiToken("backup", Duration.ofDays(1), null);
      return domain.apiTokens().create(caller, wish, CLIENT) instanceof ApiTokenOutcome.Created made
          ? Optional.of(made.token().roles())
          : Optional.empty();
    }
  }

  /** What becomes of the account. */
  private enum State {
    AS_BEFORE {
      @Override
      void reach(TestServer server, PortcullisDomain domain, String accountId) {
        // Nothing happens to it.
      }
    },
    LOCKED {
      @Override
      void reach(TestServer server, PortcullisDomain domain, String accountId) {
        var wrong = new PasswordLogin("alice", Confidential.of("not the password"), null);
        for (int i = 0; i < 6; i++) {
          assertThat(domain.authentication().openSession(wrong, CLIENT))
              .isInstanceOf(AuthenticationResult.Rejected.class);
        }
      }
    },
    DISABLED {
      @Override
      void reach(TestServer server, PortcullisDomain domain, String accountId) {
        assertThat(domain.accounts().setDisabled(accountId, true, CLIENT))
            .isInstanceOf(AccountOutcome.Done.class);
      }
    },
    DELETED {
      @Override
      void reach(TestServer server, PortcullisDomain domain, String accountId) {
        for (var sql :
            new String[] {
              "DELETE FROM auth_account_role WHERE account_id = '%s'",
              "DELETE FROM auth_attempt WHERE account_id = '%s'",
              "DELETE FROM auth_account WHERE id = '%s'"
            }) {
          server
              .database()
              .inNew(tx -> tx.em().createNativeQuery(sql.formatted(accountId)).executeUpdate());
        }
        // Whoever deletes rows by hand tells no node; what a node has in memory lasts 5 s.
        server.clock().advance(Duration.ofSeconds(5));
      }
    },
    ROLE_LOST {
      @Override
      void reach(TestServer server, PortcullisDomain domain, String accountId) {
        assertThat(domain.accounts().setRoles(accountId, Set.of("user"), CLIENT))
            .isInstanceOf(AccountOutcome.Done.class);
      }
    };

    abstract void reach(TestServer server, PortcullisDomain domain, String accountId);
  }

  static Stream<Arguments> all() {
    return Stream.of(Path.values())
        .flatMap(path -> Stream.of(State.values()).map(state -> Arguments.of(path, state)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("all")
  @Proves({"S38", "S39"})
  void nothingIsIssuedToAnAccountThatMayNotHaveIt(Path path, State state) {
    try (var server = new TestServer();
        var domain = PortcullisRuntime.start(TestSettings.defaults(), server)) {
      var held = open(domain);
      // So that it is in every cache.
      assertThat(Path.USE_OF_AN_API_TOKEN.way.apply(held)).isPresent();
      state.reach(server, domain, held.bySession.getId());
      var granted = path.way.apply(held);
      switch (state) {
        case AS_BEFORE -> assertThat(granted).hasValue(Set.of("user", ROLE));
        case LOCKED -> assertThat(granted.isPresent()).isNotEqualTo(path.byPassword);
        case DISABLED, DELETED -> assertThat(granted).isEmpty();
        case ROLE_LOST -> assertThat(granted.orElse(Set.of())).doesNotContain(ROLE);
      }
    }
  }

  private static Held open(PortcullisDomain domain) {
    var account = new NewAccount("alice", null, null, Set.of("user", ROLE), PASSWORD);
    assertThat(domain.accounts().create(account, CLIENT)).isInstanceOf(AccountOutcome.Done.class);
    var session = given(domain.authentication().openSession(LOGIN, CLIENT));
    var tokens = given(domain.authentication().issueTokens(LOGIN, null, CLIENT));
    var wish = new NewApiToken("sync", Duration.ofDays(1), null);
    var apiToken =
        (ApiTokenOutcome.Created) domain.apiTokens().create(session.caller(), wish, CLIENT);
    return new Held(
        domain,
        session.caller(),
        tokens.caller(),
        tokens.grant().refreshToken(),
        apiToken.secret());
  }

  private static <T> AuthenticationResult.Authenticated<T> given(AuthenticationResult<T> result) {
    return (AuthenticationResult.Authenticated<T>) result;
  }

  /**
   * Everything in the code from which a secret or a signed token can be reached is one of the paths
   * above: a new one fails here until it is listed, and then has to pass above.
   */
  @Test
  @Proves("S38")
  void everyPathOfTheCodeIsListed() {
    var expected = new TreeSet<String>();
    Stream.of(Path.values())
        .map(path -> path.code)
        .filter(c -> !c.isEmpty())
        .forEach(expected::add);
    // The link to the first administrator: issued while there is none, to nobody's account.
    expected.add("PortcullisRuntime.start");
    // The ticket for a form that waits for a login: it is handed out to whoever signs in after.
    expected.add("SavedForms.keep");
    // A trusted device: it spares the second factor at a login that has to pass above, and is made
    // in a live session alone, which ends with the account (TrustedDeviceTest).
    expected.add("TrustedDeviceServiceImpl.trust");
    assertThat(waysToIssue()).isEqualTo(expected);
  }

  /** Where calls begin that end in the making of a secret or the signing of a token. */
  private static Set<String> waysToIssue() {
    var classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.portcullis");
    var open = new ArrayDeque<JavaCodeUnit>();
    classes.get("dev.portcullis.crypto.OpaqueToken").getMethods().stream()
        .filter(method -> method.getName().equals("create"))
        .forEach(open::add);
    classes.get("dev.portcullis.token.AccessTokens").getMethods().stream()
        .filter(method -> method.getName().equals("sign"))
        .forEach(open::add);
    assertThat(open).hasSize(2);
    var seen = new HashSet<JavaCodeUnit>(open);
    var beginnings = new TreeSet<String>();
    while (!open.isEmpty()) {
      var unit = open.remove();
      var callers = new HashSet<JavaCodeUnit>();
      // Calls and method references.
      unit.getAccessesToSelf().forEach(access -> callers.add(access.getOrigin()));
      if (callers.isEmpty()) {
        beginnings.add(unit.getOwner().getSimpleName() + "." + unit.getName());
      }
      callers.stream().filter(seen::add).forEach(open::add);
    }
    return beginnings;
  }
}
