package dev.portcullis.it.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.testing.Proves;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a legacy application calls and is called by: Faces, REST, EJBs, a WebSocket, asynchronous
 * servlets, listeners. It is {@code src/test/legacy/depot}, with people of its own.
 */
interface LegacyCallTests {

  Pattern VIEW_STATE = Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]*)\"");

  /** The address of an application, without a trailing slash. */
  URI legacy(String application);

  private TestClient nobody() {
    return new TestClient(legacy("depot")).likeBrowser();
  }

  private TestClient signedIn(String name) {
    TestClient client = nobody();
    Answer in = signIn(client, name, LegacyUsers.password(name));
    assertThat(in.status()).as(in.body()).isEqualTo(303);
    return client;
  }

  private static Answer signIn(TestClient client, String name, String password) {
    return client.postForm("/j_security_check", Map.of("j_username", name, "j_password", password));
  }

  private void endAll(String name) {
    TestClient elsewhere = new TestClient(legacy("depot"));
    elsewhere.loginForSession(name, LegacyUsers.password(name));
    assertThat(elsewhere.postJson("/auth/logout/all", Map.of()).status()).isEqualTo(204);
  }

  @Test
  @Proves("S83")
  default void everyWayToAskForTheCallerTellsTheSame() {
    assertThat(signedIn("packer").get("/inside/calls").body().lines())
        .containsExactly(
            "did=nothing",
            "user=packer",
            "principal=packer",
            "scheme=some",
            "roles=true,false",
            "context=packer",
            "contextRoles=true,false",
            "page=true",
            "count=counted by packer",
            "lock=refused",
            "close=locked",
            "later=later packer",
            "remembered=null");
    assertThat(signedIn("keeper").get("/inside/calls").body())
        .contains("roles=true,true", "contextRoles=true,true", "lock=locked");
    assertThat(nobody().get("/calls").body())
        .contains(
            "user=null",
            "principal=null",
            "scheme=none",
            "roles=false,false",
            "contextRoles=false,false",
            "page=false",
            "count=refused",
            "lock=refused");
  }

  @Test
  @Proves("S84")
  default void theApplicationSignsInAndOutByItself() {
    TestClient person = nobody();
    assertThat(person.get("/calls/login?name=packer&password=wrong").body())
        .contains("did=refused", "user=null", "count=refused");
    assertThat(person.get("/calls/login?name=packer&password=packer2014").body())
        .contains("did=in", "user=packer", "context=packer", "count=counted by packer");
    assertThat(person.get("/inside/calls").body()).contains("user=packer");
    assertThat(person.get("/calls/authenticate").body()).contains("did=true", "user=packer");
    assertThat(person.get("/calls/logout").body())
        .contains("did=out", "user=null", "count=refused")
        // Servers differ in whether nobody is null or has a name.
        .doesNotContain("=packer");
    assertThat(person.get("/inside/calls").body()).contains("Sign in to the depot");
    assertThat(person.get("/calls/authenticate").body()).contains("Sign in to the depot");
  }

  @Test
  @Proves("S84")
  default void theSecurityContextTakesACredential() {
    TestClient person = nobody();
    assertThat(person.get("/calls/credential?name=packer&password=wrong").body())
        .contains("did=SEND_FAILURE", "user=null", "count=refused");
    assertThat(person.get("/calls/credential?name=packer&password=packer2014").body())
        .contains("did=SUCCESS", "user=packer", "context=packer", "count=counted by packer");
    assertThat(person.get("/inside/calls").body()).contains("user=packer");
    // Asked for it again, as before a step that matters.
    assertThat(person.get("/calls/credential?name=packer&password=wrong").body())
        .contains("did=SEND_FAILURE", "user=packer");
    assertThat(person.get("/calls/credential?name=packer&password=packer2014").body())
        .contains("did=SUCCESS", "user=packer");
    assertThat(person.get("/calls/credential?name=keeper&password=keeper2014").body())
        .contains("did=SEND_FAILURE", "user=packer", "lock=refused");
    assertThat(person.get("/inside/calls").body()).contains("user=packer");
  }

  @Test
  default void anotherThreadAndTheDispatchAfterItKnowTheCaller() {
    assertThat(waited(signedIn("packer")).body().lines())
        .containsExactly("thread=packer", "dispatched=packer", "role=true");
    assertThat(nobody().get("/inside/waiting").body()).contains("Sign in to the depot");
  }

  /**
   * Payara now and then loses a dispatch that another thread begins at the very moment in which the
   * request's own thread leaves it, and answers 500 after half a minute (docs/doors.md).
   */
  private static Answer waited(TestClient client) {
    Answer answer = client.get("/inside/waiting");
    for (int again = 0; again < 2 && lost(answer); again++) {
      answer = client.get("/inside/waiting");
    }
    return answer;
  }

  private static boolean lost(Answer answer) {
    return !RunningServer.onWildFly() && answer.status() == 500;
  }

  @ParameterizedTest
  @CsvSource({"forward, 200", "include, 200", "error, 409", "broken, 500"})
  default void dispatchesKnowTheCaller(String how, int status) {
    Answer answer = signedIn("packer").get("/inside/dispatch/" + how);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains("user=packer", "role=true");
  }

  @Test
  @Proves("S83")
  default void restResourcesHoldTheirRoles() {
    TestClient program = new TestClient(legacy("depot"));
    String before = new TestClient(legacy("bare")).get("/rest/stock/open").body();
    Answer open = program.get("/rest/stock/open");
    if (RunningServer.onWildFly()) {
      assertThat(before).as("without Portcullis").isEqualTo("nobody,false");
      assertThat(open.body()).isEqualTo("nobody,false");
    } else {
      // Payara asks for a caller at whatever bears @PermitAll, and leaves the challenge standing.
      assertThat(before).as("without Portcullis").contains("Sign in to the depot");
      assertThat(open.status()).isEqualTo(401);
    }
    assertThat(program.get("/rest/stock/list").status()).isIn(401, 403);
    assertThat(program.get("/rest/stock/lock").status()).isIn(401, 403);
    TestClient packer = signedIn("packer");
    assertThat(packer.get("/rest/stock/open").body()).isEqualTo("packer,false");
    assertThat(packer.get("/rest/stock/list").body()).isEqualTo("listed for packer");
    assertThat(packer.get("/rest/stock/lock").status()).isEqualTo(403);
    assertThat(packer.get("/rest/stock/denied").status()).isEqualTo(403);
    String token = program.login("keeper", LegacyUsers.password("keeper")).text("access_token");
    TestClient keeper = new TestClient(legacy("depot")).withToken(token);
    assertThat(keeper.get("/rest/stock/lock").body()).isEqualTo("locked");
    assertThat(keeper.get("/rest/stock/open").body()).isEqualTo("keeper,true");
    assertThat(keeper.get("/rest/stock/denied").status()).isEqualTo(403);
    assertThat(
            new TestClient(legacy("depot")).withToken(token + "x").get("/rest/stock/open").status())
        .isEqualTo(401);
  }

  @Test
  @Proves("S83")
  default void aWebSocketKnowsWhoOpenedIt() throws Exception {
    assertThat(bell(signedIn("packer"))).isEqualTo("packer,false,packer");
    assertThat(bell(signedIn("keeper"))).isEqualTo("keeper,true,keeper");
    assertThat(nobody().get("/inside/bell").body()).contains("Sign in to the depot");
  }

  private String bell(TestClient person) throws Exception {
    var heard = new CompletableFuture<String>();
    var cookies =
        person.cookies().entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining("; "));
    var bell =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Cookie", cookies)
            .header("Origin", person.origin())
            .buildAsync(
                URI.create(legacy("depot").toString().replaceFirst("http", "ws") + "/inside/bell"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      WebSocket socket, CharSequence text, boolean last) {
                    heard.complete(text.toString());
                    return CompletableFuture.completedFuture(null);
                  }
                })
            .get(20, TimeUnit.SECONDS);
    try {
      return heard.get(20, TimeUnit.SECONDS);
    } finally {
      bell.abort();
    }
  }

  @Test
  @Proves({"S19", "S84"})
  default void listenersHearOfSessions() {
    TestClient person = nobody();
    person.get("/calls/remember?what=hat");
    String before = person.cookies().get("JSESSIONID");
    Map<String, String> counts = counts(person);
    signIn(person, "packer", LegacyUsers.password("packer"));
    assertThat(person.cookies().get("JSESSIONID")).isNotEqualTo(before);
    Map<String, String> after = counts(person);
    assertThat(after)
        .containsEntry("created", counts.get("created"))
        .containsEntry("destroyed", counts.get("destroyed"))
        // Some containers renew it once more, by themselves.
        .doesNotContainEntry("renamed", counts.get("renamed"));
    assertThat(counts(person)).as("not at each request").isEqualTo(after);
    assertThat(person.get("/inside/calls").body()).contains("remembered=hat");
    assertThat(person.get("/calls/logout").body()).contains("remembered=null");
    assertThat(counts(nobody())).containsEntry("destroyed", oneMore(counts, "destroyed"));
    TestClient another = signedIn("packer");
    another.get("/calls/remember?what=coat");
    another.get("/calls/invalidate");
    assertThat(another.get("/inside/calls").body()).contains("Sign in to the depot");
  }

  private static String oneMore(Map<String, String> counts, String name) {
    return "" + (Integer.parseInt(counts.getOrDefault(name, "-1")) + 1);
  }

  private static Map<String, String> counts(TestClient client) {
    return client
        .get("/sessions")
        .body()
        .lines()
        .filter(line -> line.matches("[a-z]+=[0-9]+"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  @Test
  @Proves("S84")
  default void whatIsInAnHttpSessionCanBeWrittenAndHoldsNoSecret() {
    TestClient person = signedIn("packer");
    person.get("/calls/remember?what=hat");
    String body = person.get("/inside/sessions").body();
    assertThat(body)
        .contains("attribute=dev.portcullis.session SessionBond", "attribute=remembered String");
    person.cookies().forEach((name, value) -> assertThat(body).doesNotContain(value));
    assertThat(body).doesNotContain(LegacyUsers.password("packer"));
  }

  @Test
  default void aFacesPageKnowsTheCallerAndItsActionsRunAsTheCaller() {
    TestClient person = nobody();
    assertThat(person.get("/inside/stock.xhtml").body()).contains("Sign in to the depot");
    assertThat(signIn(person, "packer", LegacyUsers.password("packer")).header("Location"))
        .isEqualTo("/depot/inside/stock.xhtml");
    String page = person.get("/inside/stock.xhtml").body();
    assertThat(page).contains("The stock", "<b id=\"user\">packer</b>");
    assertThat(person.postForm("/inside/stock.xhtml", clicked(page)).body())
        .contains("chair counted by packer");
  }

  @Test
  default void aFacesPageThatWasOpenForTooLongShowsTheApplicationsPage() {
    TestClient person = signedIn("late");
    String page = person.get("/inside/stock.xhtml").body();
    person.postJson("/auth/logout/all", Map.of());
    assertThat(person.postForm("/inside/stock.xhtml", clicked(page)).body())
        .contains("Sign in to the depot");
    String back = signIn(person, "late", LegacyUsers.password("late")).header("Location");
    // The view went with the old HttpSession.
    assertThat(person.get(back.substring("/depot".length())).body())
        .contains("This page was open for too long");
    Answer again = person.get("/inside/stock.xhtml");
    assertThat(again.body()).as(again.toString()).contains("The stock");
  }

  @Test
  default void aFacesPageWithScriptsIsLedToTheLogin() {
    TestClient person = signedIn("scripted");
    String page = person.get("/inside/stock.xhtml?shelf=1").body();
    TestClient script = new TestClient(legacy("depot"));
    script.cookies().putAll(person.cookies());
    script.with("Faces-Request", "partial/ajax").with("Accept", "*/*");
    Map<String, String> fields = new HashMap<>(clicked(page));
    fields.remove("form:count");
    fields.putAll(
        Map.of(
            "jakarta.faces.source", "form:quick",
            "jakarta.faces.partial.ajax", "true",
            "jakarta.faces.behavior.event", "action",
            "jakarta.faces.partial.execute", "form",
            "jakarta.faces.partial.render", "form:result",
            "form:quick", "form:quick"));
    assertThat(script.postForm("/inside/stock.xhtml?shelf=1", fields).body())
        .contains("<partial-response", "chair counted by scripted");
    endAll("scripted");
    Answer late = script.postForm("/inside/stock.xhtml?shelf=1&row=2", fields);
    assertThat(late.status()).isEqualTo(200);
    assertThat(late.header("Content-Type")).startsWith("text/xml");
    assertThat(late.body())
        .contains("<redirect url=\"/depot/inside/stock.xhtml?shelf=1&amp;row=2\"/>")
        .doesNotContain("counted");
  }

  private static Map<String, String> clicked(String page) {
    Matcher state = VIEW_STATE.matcher(page);
    assertThat(state.find()).as(page).isTrue();
    return Map.of(
        "form", "form",
        "form:item", "chair",
        "form:count", "Count",
        "jakarta.faces.ViewState", state.group(1));
  }

  @Test
  default void whereTheTableIsWrittenAPasswordIsChangedInItsForm() {
    String fresh = "six-quiet-owls-update-books";
    TestClient changer = signedIn("changer");
    Answer changed =
        changer.postJson(
            "/auth/password/change",
            Map.of("current_password", LegacyUsers.password("changer"), "new_password", fresh));
    assertThat(changed.status()).as(changed.body()).isEqualTo(204);
    assertThat(LegacyUsers.storedByDepot("changer"))
        .isEqualTo(LegacyUsers.base64("SHA-256", fresh));
    assertThat(signIn(nobody(), "changer", LegacyUsers.password("changer")).status())
        .isEqualTo(200);
    assertThat(signIn(nobody(), "changer", fresh).status()).isEqualTo(303);
  }
}
