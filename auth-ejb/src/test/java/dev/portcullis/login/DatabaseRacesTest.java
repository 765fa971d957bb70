package dev.portcullis.login;

import static dev.portcullis.testing.PlaceServer.CAP;
import static dev.portcullis.testing.PlaceServer.CLIENT;
import static dev.portcullis.testing.PlaceServer.PASSWORD;
import static dev.portcullis.testing.PlaceServer.THREADS;
import static dev.portcullis.testing.PlaceServer.granted;
import static dev.portcullis.testing.PlaceServer.login;
import static dev.portcullis.testing.PlaceServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewApiToken;
import dev.portcullis.RejectionReason;
import dev.portcullis.SavedForm;
import dev.portcullis.SecurityEvent.SigningKeyActivated;
import dev.portcullis.SecurityEvent.SigningKeyAdded;
import dev.portcullis.TokenVerification;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.Administrators;
import dev.portcullis.account.LinkedIdentities;
import dev.portcullis.config.RateLimitSettings;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.RepeatingTransactions;
import dev.portcullis.store.Transactions;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestSettings;
import dev.portcullis.throttle.Attempt;
import dev.portcullis.throttle.AttemptKind;
import dev.portcullis.throttle.AttemptLimiter;
import dev.portcullis.token.SigningKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Races of {@value PlaceServer#THREADS} threads, in every place: each round has as many winners as
 * it may have, and no other answer than a winner's and a loser's.
 */
@Tag("database")
@ParameterizedClass
@EnumSource
class DatabaseRacesTest {

  private static final boolean FULL = Boolean.getBoolean("full");

  /** Of what begins with a password, or a whole node. */
  private static final int WHOLE = FULL ? 50 : 2;

  /** In each place, for those who can wait. */
  private static final int MANY = 2_000;

  private static final int FREE_GUESSES = 5;
  private static final int NODES = 4;

  @SuppressWarnings("NullAway.Init")
  private static PlaceServer server;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Place place;

  private Transactions transactions;

  @BeforeParameterizedClassInvocation
  static void start(Place place) {
    server = new PlaceServer(place);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    server.close();
  }

  @BeforeEach
  void asTheDomainHasThem() {
    transactions = new RepeatingTransactions(server.server().database());
  }

  @AfterEach
  void nothingIsLent() {
    assertThat(server.pool().lent()).isZero();
  }

  /** Hundreds of each race on each database, in all of its places. */
  private int rounds() {
    int usual =
        switch (place.database()) {
          case H2, POSTGRESQL -> 250;
          // Where who lost waits for its turn to run again, a round takes five times as long.
          case MARIADB -> place == Place.MARIADB_SNAPSHOT_ISOLATION ? 50 : 150;
        };
    return FULL ? MANY : usual;
  }

  /** One round; what earlier ones left in the lists of the test makes none slower. */
  private static <T> List<T> fight(Callable<T> work) throws Exception {
    server.server().database().events().clear();
    server.server().fired().clear();
    return server.together(work);
  }

  @Test
  @Proves("S14")
  void aRefreshTokenIsExchangedOnce() throws Exception {
    var ann = server.create("user");
    for (int round = 0; round < rounds(); round++) {
      var tokens = server.issueAtOnce(ann);
      var answers = fight(() -> server.refresh(tokens));
      assertThat(answers.stream().filter(Authenticated.class::isInstance)).hasSize(1);
      assertThat(answers.stream().filter(AuthenticationResult.Rejected.class::isInstance))
          .hasSize(THREADS - 1)
          .allMatch(a -> refusal(a) == RejectionReason.REFRESH_TOKEN_REUSED);
      assertThat(server.verify(tokens)).isInstanceOf(TokenVerification.Invalid.class);
    }
  }

  @Test
  @Proves("S25")
  void parallelLoginsStayWithinTheCap() throws Exception {
    for (int round = 0; round < WHOLE; round++) {
      var account = server.create("user");
      var answers =
          fight(
              () ->
                  server
                      .domain()
                      .authentication()
                      .issueTokens(login(account, PASSWORD), null, CLIENT));
      assertThat(server.domain().sessions().list(account.id())).hasSize(CAP);
      var live =
          answers.stream()
              .filter(Authenticated.class::isInstance)
              .map(a -> granted(a))
              .filter(g -> server.verify(g) instanceof TokenVerification.Valid);
      assertThat(live).hasSize(CAP);
    }
  }

  @Test
  @Proves("S25")
  void sessionsStayWithinTheCap() throws Exception {
    var clock = server.server().clock();
    var accounts = new AccountDirectory();
    var revocations = new Revocations(transactions, clock, server.server().random());
    var sessions =
        new Sessions(
            transactions,
            accounts,
            revocations,
            new SessionSettings(
                Duration.ofMinutes(30), Duration.ofHours(12), CAP, Duration.ofMinutes(15), null),
            Duration.ofMinutes(15),
            clock,
            server.server().random());
    var id = server.create("user").id();
    var ann = transactions.<AccountSnapshot>inNew(tx -> accounts.byId(tx, id).orElseThrow());
    for (int round = 0; round < rounds(); round++) {
      // So that those of the round before are the oldest.
      clock.advance(Duration.ofMillis(1));
      var opened =
          fight(
              () ->
                  transactions.<String>inNew(
                      tx ->
                          sessions.openTokenSession(
                              tx,
                              ann,
                              Set.of("pwd"),
                              clock.instant(),
                              CLIENT,
                              clock.instant().plus(Duration.ofHours(1)))));
      assertThat(server.domain().sessions().list(id)).hasSize(CAP);
      assertThat(opened.stream().filter(each -> !revocations.isKnownRevoked(each))).hasSize(CAP);
    }
  }

  @Test
  @Proves("S11")
  void anIdentityIsLinkedWithOneAccount() throws Exception {
    var linking = new Linking(transactions, server.server().clock());
    var accounts = List.of(server.create("user").id(), server.create("user").id());
    for (int round = 0; round < rounds() / 5; round++) {
      var identity = Linking.identity("hub", "subject-" + round);
      var next = new AtomicInteger();
      var answers = fight(() -> linking.link(accounts.get(next.getAndIncrement() % 2), identity));
      assertThat(answers.stream().filter(a -> a == LinkedIdentities.Result.DONE))
          .hasSize(THREADS / 2);
      assertThat(answers.stream().filter(a -> a == LinkedIdentities.Result.TAKEN))
          .hasSize(THREADS / 2);
      accounts.forEach(id -> linking.forget(id, "hub"));
    }
  }

  @Test
  void theLastTwoWaysInDoNotGoTogether() throws Exception {
    var linking = new Linking(transactions, server.server().clock());
    var id = server.create("user").id();
    for (int round = 0; round < rounds() / 5; round++) {
      for (var issuer : List.of("hub", "corp")) {
        assertThat(linking.link(id, Linking.identity(issuer, id)))
            .isEqualTo(LinkedIdentities.Result.DONE);
      }
      var next = new AtomicInteger();
      var answers =
          fight(() -> linking.unlink(id, next.getAndIncrement() % 2 == 0 ? "hub" : "corp"));
      assertThat(answers.stream().filter(a -> a == LinkedIdentities.Result.DONE)).hasSize(1);
      assertThat(linking.of(id)).hasSize(1);
    }
  }

  @Test
  @Proves("S25")
  void apiTokensStayWithinTheirCap() throws Exception {
    int cap = TestSettings.defaults().apiTokens().maxPerUser();
    var ann = server.create("user");
    var caller = server.caller(server.issue(ann));
    var tokens = server.domain().apiTokens();
    var wanted = new NewApiToken("x", Duration.ofDays(1), null);
    // Room for three more, in each round anew.
    for (int i = 0; i < cap - 3; i++) {
      assertThat(tokens.create(caller, wanted, CLIENT)).isInstanceOf(ApiTokenOutcome.Created.class);
    }
    for (int round = 0; round < rounds() / 5; round++) {
      var answers = fight(() -> tokens.create(caller, wanted, CLIENT));
      var made =
          answers.stream()
              .filter(ApiTokenOutcome.Created.class::isInstance)
              .map(created -> "'" + ((ApiTokenOutcome.Created) created).token().id() + "'")
              .toList();
      assertThat(made).hasSize(3);
      assertThat(tokens.list(ann.id())).hasSize(cap);
      server.execute("DELETE FROM auth_api_token WHERE id IN (" + String.join(", ", made) + ")");
    }
  }

  @Test
  @Proves("S36")
  void noMoreGuessesAreMadeThanTheLimitLets() throws Exception {
    for (int round = 0; round < WHOLE; round++) {
      var account = server.create("user");
      var wrong = Confidential.of("a-wrong-password-" + round);
      var answers =
          fight(() -> server.domain().authentication().openSession(login(account, wrong), CLIENT));
      assertThat(answers.stream().filter(a -> refusal(a) == RejectionReason.WRONG_PASSWORD))
          .hasSize(FREE_GUESSES);
      assertThat(answers.stream().filter(a -> refusal(a) == RejectionReason.LOCKED))
          .hasSize(THREADS - FREE_GUESSES);
    }
  }

  @Test
  @Proves("S36")
  void aGuessIsReservedInOneStep() throws Exception {
    RateLimitSettings settings = TestSettings.defaults().rateLimit();
    var limiter = new AttemptLimiter(settings, server.server().clock());
    var id = server.create("user").id();
    for (int round = 0; round < rounds(); round++) {
      var attempts =
          fight(
              () ->
                  transactions.<Attempt>inNew(tx -> limiter.reserve(tx, id, AttemptKind.PASSWORD)));
      assertThat(attempts.stream().filter(Attempt.Reserved.class::isInstance))
          .hasSize(settings.accountFailures());
      boolean unused =
          transactions.inNew(
              tx -> {
                limiter.forget(tx, id, AttemptKind.PASSWORD);
                return true;
              });
    }
  }

  @Test
  @Proves("S85")
  void aLinkIsUsedByOne() throws Exception {
    var links =
        new SetupLinks(
            transactions,
            new Administrators("auth-admin"),
            "root",
            server.server().random(),
            server.server().clock());
    for (int round = 0; round < rounds(); round++) {
      var link =
          OpaqueToken.parse(OpaqueToken.Kind.SETUP_LINK, links.issue().orElseThrow()).orElseThrow();
      var answers =
          fight(
              () ->
                  transactions.<Boolean>inNew(tx -> links.isOpen(tx, link) && links.use(tx, link)));
      assertThat(answers.stream().filter(used -> used)).hasSize(1);
    }
  }

  @Test
  void aFormIsHandedToOne() throws Exception {
    var id = server.create("user").id();
    var forms = server.domain().savedForms();
    var form = new SavedForm("/orders", "text/plain", null, new byte[10]);
    for (int round = 0; round < rounds(); round++) {
      // Of a network of its own each, for no network may have many kept.
      var address = "10.%d.%d.1".formatted(round / 256, round % 256);
      var client = new ClientInfo(address, "a browser", "req-1");
      var ticket = forms.keep(form, id, client).orElseThrow();
      var answers = fight(() -> forms.take(ticket, id));
      assertThat(answers.stream().filter(Optional::isPresent)).hasSize(1);
    }
  }

  @Test
  @Proves("S18")
  void aKeyTakesOverOnce() throws Exception {
    var settings = TestSettings.defaults();
    var clock = server.server().clock();
    var sealing = settings.encryption(server.server().random());
    var keys = SigningKeys.start(settings.jwt(), transactions, sealing, clock);
    keys.follow();
    for (int round = 0; round < rounds() / 5; round++) {
      clock.advance(settings.jwt().keys().rotation().plusHours(1));
      var sets =
          fight(
              () -> {
                keys.follow();
                return keys.jwks();
              });
      assertThat(sets).containsOnly(keys.jwks());
      var events = server.server().database().events();
      assertThat(events.stream().filter(SigningKeyActivated.class::isInstance)).hasSize(1);
      assertThat(events.stream().filter(SigningKeyAdded.class::isInstance)).hasSize(1);
    }
    server.restart();
  }

  @Test
  void nodesThatStartTogetherUseOneKey() throws Exception {
    for (int round = 0; round < WHOLE; round++) {
      server.execute("DELETE FROM auth_signing_key");
      var sets = new ArrayList<String>();
      for (var other : server.together(NODES, server::start)) {
        sets.add(other.tokens().jwks());
        other.close();
      }
      assertThat(Set.copyOf(sets)).hasSize(1);
      assertThat(server.count("auth_signing_key")).isEqualTo(1);
    }
    server.restart();
  }
}
