package dev.portcullis.login;

import static dev.portcullis.testing.PlaceServer.CLIENT;
import static dev.portcullis.testing.PlaceServer.PASSWORD;
import static dev.portcullis.testing.PlaceServer.granted;
import static dev.portcullis.testing.PlaceServer.login;
import static dev.portcullis.testing.PlaceServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountOutcome;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.Confidential;
import dev.portcullis.KeyInfo;
import dev.portcullis.KeyOutcome;
import dev.portcullis.NewAccount;
import dev.portcullis.NewApiToken;
import dev.portcullis.RejectionReason;
import dev.portcullis.SavedForm;
import dev.portcullis.SessionCheck;
import dev.portcullis.TokenVerification;
import dev.portcullis.account.Administrators;
import dev.portcullis.account.LinkedIdentities.Item;
import dev.portcullis.account.LinkedIdentities.Result;
import dev.portcullis.audit.AuditRetention;
import dev.portcullis.config.AuditSettings;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.sealing.SealedColumn.Sealed;
import dev.portcullis.store.RepeatingTransactions;
import dev.portcullis.store.Tx;
import dev.portcullis.testing.Crowd;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import dev.portcullis.testing.TestSettings;
import dev.portcullis.throttle.Attempt;
import dev.portcullis.throttle.AttemptKind;
import dev.portcullis.throttle.AttemptLimiter;
import dev.portcullis.token.SealedSigningKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every store promises, on every supported database, under both persistence providers, through
 * the domain as a server runs it. Its races are in {@link DatabaseRacesTest}.
 */
@Tag("database")
@ParameterizedClass
@EnumSource
class DatabaseContractTest {

  @SuppressWarnings("NullAway.Init")
  private static PlaceServer server;

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Place place;

  @BeforeParameterizedClassInvocation
  static void start(Place place) {
    server = new PlaceServer(place);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    server.close();
  }

  @AfterEach
  void nothingIsLent() {
    assertThat(server.pool().lent()).isZero();
  }

  @Test
  void accountsAreFoundByTheirNameAndId() {
    var ann = server.create("user");
    var accounts = server.domain().accounts();

    var again =
        new NewAccount(ann.username().toUpperCase(Locale.ROOT), null, null, Set.of(), PASSWORD);
    assertThat(accounts.create(again, CLIENT))
        .isEqualTo(new AccountOutcome.Conflict("username.taken"));
    assertThat(accounts.findByUsername(ann.username().toLowerCase(Locale.ROOT)).orElseThrow().id())
        .isEqualTo(ann.id());
    assertThat(accounts.findByUsername(ann.username() + " ")).isEmpty();
    for (var other : new String[] {ann.id() + " ", ann.id().toUpperCase(Locale.ROOT) + " ", ""}) {
      assertThat(accounts.find(other)).isEmpty();
      assertThat(accounts.rename(other, "x", CLIENT)).isInstanceOf(AccountOutcome.NotFound.class);
      assertThat(accounts.setRoles(other, Set.of("x"), CLIENT))
          .isInstanceOf(AccountOutcome.NotFound.class);
    }

    var renamed = accounts.rename(ann.id(), "Ann \uD83E\uDD86 \u00C5ngstr\u00F6m", CLIENT);
    assertThat(((AccountOutcome.Done) renamed).account().name()).contains("\uD83E\uDD86");
  }

  @Test
  void sessionsAndTokensBeginAndEnd() {
    var ann = server.create("user");
    var domain = server.domain();
    long before = server.count("auth_audit");

    var session = granted(domain.authentication().openSession(login(ann, PASSWORD), CLIENT));
    var tokens = server.issue(ann);
    var caller = server.caller(tokens);
    assertThat(domain.sessions().list(ann.id())).hasSize(2);
    var next = granted(server.refresh(tokens));
    assertThat(server.verify(next)).isInstanceOf(TokenVerification.Valid.class);
    assertThat(domain.tokens().introspect(next.refreshToken(), "x", CLIENT))
        .containsEntry("active", true);
    assertThat(refusal(server.refresh(tokens))).isEqualTo(RejectionReason.REFRESH_TOKEN_REUSED);
    assertThat(server.verify(next)).isInstanceOf(TokenVerification.Invalid.class);
    assertThat(domain.sessions().list(ann.id())).hasSize(1);

    domain.sessions().logoutAll(caller, CLIENT);
    assertThat(domain.sessions().check(session.secret(), CLIENT))
        .isInstanceOf(SessionCheck.None.class);
    assertThat(server.count("auth_audit")).isGreaterThan(before + 4);
  }

  @Test
  void rolesAndIdsAreTheSameOnlyIfTheyAreEqual() {
    var ann = server.create("user", "User", "us\u00E9r");
    var domain = server.domain();
    assertThat(domain.accounts().find(ann.id()).orElseThrow().roles())
        .containsExactlyInAnyOrder("user", "User", "us\u00E9r");
    assertThat(domain.accounts().setRoles(ann.id(), Set.of("USER", "user"), CLIENT))
        .isInstanceOf(AccountOutcome.Done.class);
    assertThat(domain.accounts().find(ann.id()).orElseThrow().roles())
        .containsExactlyInAnyOrder("user", "USER");

    var tokens = server.issue(ann);
    var caller = server.caller(tokens);
    for (var other :
        new String[] {
          caller.getSessionId() + " ", caller.getSessionId().toUpperCase(Locale.ROOT) + " "
        }) {
      assertThat(domain.sessions().end(caller, other, CLIENT)).isFalse();
    }
    assertThat(server.verify(tokens)).isInstanceOf(TokenVerification.Valid.class);
  }

  @Test
  void apiTokensServeUntilTheyAreDeleted() {
    var ann = server.create("user", "auditor");
    var domain = server.domain();
    var caller = server.caller(server.issue(ann));
    var wanted = new NewApiToken("\u00FCber \uD83E\uDD86", Duration.ofDays(1), Set.of("auditor"));

    var made = (ApiTokenOutcome.Created) domain.apiTokens().create(caller, wanted, CLIENT);

    var verified = domain.accessTokenVerifier().verify(made.secret().reveal());
    assertThat(((TokenVerification.Valid) verified).caller().getRoles()).containsExactly("auditor");
    server.server().scheduler().runAll();
    var listed = domain.apiTokens().list(ann.id());
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).name()).isEqualTo(wanted.name());
    assertThat(domain.apiTokens().delete(caller, made.token().id() + " ", CLIENT)).isFalse();
    assertThat(domain.apiTokens().delete(caller, made.token().id(), CLIENT)).isTrue();
    assertThat(domain.accessTokenVerifier().verify(made.secret().reveal()))
        .isInstanceOf(TokenVerification.Invalid.class);
  }

  @Test
  void aFormAsLongAsMayBeIsHandedOutOnce() {
    var ann = server.create("user");
    var form = new SavedForm("/orders", "text/plain", "/form", new byte[SavedForm.LARGEST_BODY]);
    var far = "/" + "\u4E00".repeat(2000);
    var tooLong = new SavedForm(far, "text/plain", far, new byte[SavedForm.LARGEST_BODY]);

    var forms = server.domain().savedForms();
    var ticket = forms.keep(form, ann.id(), CLIENT).orElseThrow();

    assertThat(forms.keep(tooLong, ann.id(), CLIENT)).isEmpty();
    assertThat(forms.take(ticket, ann.id())).contains(form);
    assertThat(forms.take(ticket, ann.id())).isEmpty();
  }

  @Test
  void ofTwoIssuersThatDifferInCaseOneIsUnlinked() {
    var id = server.create("user").id();
    var linking =
        new Linking(new RepeatingTransactions(server.server().database()), server.server().clock());
    assertThat(linking.link(id, Linking.identity("hub", id))).isEqualTo(Result.DONE);
    assertThat(linking.link(id, Linking.identity("HUB", id))).isEqualTo(Result.DONE);
    assertThat(linking.unlink(id, "HUB")).isEqualTo(Result.DONE);
    assertThat(linking.of(id)).extracting(Item::issuer).containsExactly("hub");
    assertThat(linking.unlink(id, "hub")).isEqualTo(Result.LAST);
  }

  @Test
  void keysAreImportedTakeOverAndAreRetired() throws Exception {
    var ann = server.create("user");
    var keys = server.domain().keys();
    var caller = server.caller(server.issue(ann));
    var pem = pem();

    var imported = ((KeyOutcome.Done) keys.importPem(pem, caller, CLIENT)).key();
    assertThat(imported.state()).isEqualTo(KeyInfo.State.PENDING);
    assertThat(keys.importPem(pem, caller, CLIENT)).isInstanceOf(KeyOutcome.Duplicate.class);
    server.server().clock().advance(Duration.ofMinutes(16));
    server.server().scheduler().runAll();
    assertThat(state(imported)).isEqualTo(KeyInfo.State.SIGNING);
    var tokens = server.issue(ann);
    server.restart();
    assertThat(server.verify(tokens)).isInstanceOf(TokenVerification.Valid.class);

    keys = server.domain().keys();
    assertThat(keys.retire(imported.kid() + " ", caller, CLIENT))
        .isInstanceOf(KeyOutcome.NotFound.class);
    assertThat(((KeyOutcome.Done) keys.retire(imported.kid(), caller, CLIENT)).key().state())
        .isEqualTo(KeyInfo.State.RETIRED);
    assertThat(server.verify(tokens)).isInstanceOf(TokenVerification.Invalid.class);
    assertThat(keys.importPem(pem, caller, CLIENT)).isInstanceOf(KeyOutcome.Duplicate.class);
    assertThat(server.verify(server.issue(ann))).isInstanceOf(TokenVerification.Valid.class);

    var signing = signing();
    server.server().clock().advance(Duration.ofMinutes(16));
    assertThat(keys.rotate(caller, CLIENT)).isInstanceOf(KeyOutcome.Done.class);
    server.server().scheduler().runAll();
    assertThat(signing()).isNotEqualTo(signing);
    assertThat(state(signing)).isEqualTo(KeyInfo.State.VERIFYING);
  }

  private static Confidential pem() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var bytes = generator.generateKeyPair().getPrivate().getEncoded();
    return Confidential.of(
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(bytes)));
  }

  private static KeyInfo signing() {
    return server.domain().keys().list().stream()
        .filter(key -> key.state() == KeyInfo.State.SIGNING)
        .findFirst()
        .orElseThrow();
  }

  private static KeyInfo.State state(KeyInfo key) {
    return server.domain().keys().list().stream()
        .filter(each -> each.kid().equals(key.kid()))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void sealedValuesAreReadInPagesAndReplacedOnlyWhileTheyAreWhatWasRead() {
    var column = new SealedSigningKeys();
    var transactions = server.server().database();
    server.domain().keys().list();
    var all = transactions.<List<Sealed>>inNew(tx -> column.after(tx, "", 1000));
    assertThat(all).hasSizeGreaterThanOrEqualTo(1);
    var paged = new ArrayList<Sealed>();
    for (int i = 0; i <= all.size(); i++) {
      var last = i == 0 ? "" : paged.get(paged.size() - 1).id();
      paged.addAll(transactions.<List<Sealed>>inNew(tx -> column.after(tx, last, 1)));
    }
    assertThat(paged).isEqualTo(all);

    var read = all.get(0);
    var theirs = new Sealed(read.id(), read.context(), "theirs");
    assertThat(replaced(column, read, "theirs")).isTrue();
    assertThat(replaced(column, read, "ours")).isFalse();
    assertThat(replaced(column, new Sealed(read.id(), "", "THEIRS"), "ours")).isFalse();
    assertThat(replaced(column, theirs, read.text())).isTrue();
  }

  private static boolean replaced(SealedSigningKeys column, Sealed sealed, String text) {
    return server.server().database().<Boolean>inNew(tx -> column.replace(tx, sealed, text));
  }

  /** More than a page holds, all of one moment: the id alone tells where the next page begins. */
  @Test
  void revocationsOfOneMillisecondAreAllRead() throws Exception {
    int rows = 10_001;
    var follows = revocations();
    int before = follows.liveCount();
    long now = server.server().clock().millis();
    Crowd.revoke(server.fresh(), 0, rows, "" + now, now + 86_400_000L);
    assertThat(revocations().liveCount()).isEqualTo(before + rows);
    follows.feed().poll();
    assertThat(follows.liveCount()).isEqualTo(before + rows);
  }

  private static Revocations revocations() {
    var made =
        new Revocations(
            server.server().database(), server.server().clock(), server.server().random());
    made.feed().poll();
    return made;
  }

  @Test
  void auditRecordsAreKeptForAsLongAsIsSaid() throws Exception {
    int old = 1_203;
    var settings = new AuditSettings(Duration.ofDays(30));
    var retention =
        new AuditRetention(server.server().database(), settings, server.server().clock());
    long before = server.count("auth_audit");
    long end = server.server().clock().millis() - settings.retention().toMillis();
    Crowd.audit(server.fresh(), 0, old, end - 1);
    Crowd.audit(server.fresh(), old, 7, end);
    assertThat(retention.deleteExpired()).isEqualTo(old);
    assertThat(retention.deleteExpired()).isZero();
    assertThat(server.count("auth_audit")).isEqualTo(before + 7);
  }

  @Test
  void guessesAreCountedDelayedGivenBackAndForgotten() {
    var clock = server.server().clock();
    var settings = TestSettings.defaults().rateLimit();
    var limiter = new AttemptLimiter(settings, clock);
    var id = server.create("user").id();
    var nobody = server.server().random().id();
    assertThat(reserve(limiter, nobody)).isInstanceOf(Attempt.Blocked.class);
    for (int i = 0; i < settings.accountFailures(); i++) {
      assertThat(reserve(limiter, id)).isInstanceOf(Attempt.Reserved.class);
    }
    assertThat(reserve(limiter, id)).isInstanceOf(Attempt.Blocked.class);
    clock.advance(Duration.ofSeconds(1));
    var reserved = (Attempt.Reserved) reserve(limiter, id);
    assertThat(reserve(limiter, id)).isInstanceOf(Attempt.Blocked.class);
    change(tx -> limiter.giveBack(tx, id, AttemptKind.PASSWORD, reserved));
    assertThat(reserve(limiter, id)).isInstanceOf(Attempt.Reserved.class);
    change(tx -> limiter.forget(tx, id, AttemptKind.PASSWORD));
    for (int i = 0; i < settings.accountFailures(); i++) {
      assertThat(reserve(limiter, id)).isInstanceOf(Attempt.Reserved.class);
    }
    assertThat(reserve(limiter, id)).isInstanceOf(Attempt.Blocked.class);
  }

  private static Attempt reserve(AttemptLimiter limiter, String id) {
    return server
        .server()
        .database()
        .<Attempt>inNew(tx -> limiter.reserve(tx, id, AttemptKind.PASSWORD));
  }

  private static void change(Consumer<Tx> work) {
    boolean unused =
        server
            .server()
            .database()
            .<Boolean>inNew(
                tx -> {
                  work.accept(tx);
                  return true;
                });
  }

  @Test
  void aLinkIsOpenForAQuarterOfAnHourAndThenRemoved() {
    var clock = server.server().clock();
    var transactions = server.server().database();
    var links =
        new SetupLinks(
            transactions,
            new Administrators("auth-admin"),
            "root",
            server.server().random(),
            clock);
    var unused = links.cleanUp();
    long before = server.count("auth_one_time_token");
    var link =
        OpaqueToken.parse(OpaqueToken.Kind.SETUP_LINK, links.issue().orElseThrow()).orElseThrow();
    clock.advance(Duration.ofMinutes(15).minusMillis(1));
    assertThat(transactions.<Boolean>inNew(tx -> links.isOpen(tx, link))).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(transactions.<Boolean>inNew(tx -> links.isOpen(tx, link))).isFalse();
    assertThat(transactions.<Boolean>inNew(tx -> links.use(tx, link))).isFalse();
    assertThat(links.cleanUp()).isPositive();
    assertThat(server.count("auth_one_time_token")).isLessThanOrEqualTo(before);
  }
}
