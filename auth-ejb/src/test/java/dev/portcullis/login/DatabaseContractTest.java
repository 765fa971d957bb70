package dev.portcullis.login;

import static dev.portcullis.testing.PlaceServer.CLIENT;
import static dev.portcullis.testing.PlaceServer.PASSWORD;
import static dev.portcullis.testing.PlaceServer.granted;
import static dev.portcullis.testing.PlaceServer.login;
import static dev.portcullis.testing.PlaceServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.AccountOutcome;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.NewAccount;
import dev.portcullis.NewApiToken;
import dev.portcullis.RejectionReason;
import dev.portcullis.SavedForm;
import dev.portcullis.SessionCheck;
import dev.portcullis.TokenVerification;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
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
}
