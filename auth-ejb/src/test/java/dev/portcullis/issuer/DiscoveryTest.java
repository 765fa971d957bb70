package dev.portcullis.issuer;

import static dev.portcullis.issuer.OneIssuer.ec;
import static dev.portcullis.issuer.OneIssuer.jwks;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.testing.FakeIssuer;
import dev.portcullis.testing.Proves;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are found by an issuer's metadata, over HTTP, of good and of hostile servers. */
class DiscoveryTest {

  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final int LIMIT = 20_000;

  private final Map<String, FakeIssuer.Behaviour> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final FakeIssuer server = new FakeIssuer().answers(this::answer);
  private final FakeIssuer elsewhere = new FakeIssuer();
  private final LimitedFetcher fetcher =
      new LimitedFetcher(
          new LimitedFetcher.Limits(Duration.ofSeconds(10), Duration.ofSeconds(10), LIMIT));

  @AfterEach
  void close() {
    fetcher.close();
    server.close();
    elsewhere.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    asked.add(path);
    answers.getOrDefault(path, FakeIssuer.status(404)).answer(exchange);
  }

  private String issuer(String path) {
    return server.address(path).toString();
  }

  private String verdict(String issuer) {
    return OneIssuer.of(issuer, "", fetcher).verdict(ec(), "c1");
  }

  /** Metadata at that path, and the keys at {@code /keys}. */
  private void publish(String path, String issuer, String jwksUri) {
    answers.put(
        path,
        FakeIssuer.json("{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer, jwksUri)));
    answers.put("/keys", FakeIssuer.json(jwks("c1")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', /.well-known/openid-configuration",
    "/, /.well-known/openid-configuration",
    "/realms/corp, /realms/corp/.well-known/openid-configuration",
    "/realms/corp/, /realms/corp/.well-known/openid-configuration",
    "'', /.well-known/oauth-authorization-server",
    "/realms/corp, /.well-known/oauth-authorization-server/realms/corp"
  })
  void keysAreFoundWhereOpenIdOrOauthSays(String path, String metadata) {
    publish(metadata, issuer(path), issuer("/keys"));
    assertThat(verdict(issuer(path))).isEqualTo("live");
    assertThat(asked).endsWith(metadata, "/keys");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1", "%s/", "%s/other", "%S", "", "%s "})
  @Proves("S46")
  void metadataOfAnotherIssuerNamesNoKeys(String named) {
    var issuer = issuer("/corp");
    publish("/corp" + OPENID, named.formatted(issuer), issuer("/keys"));
    assertThat(verdict(issuer)).isEqualTo("unavailable");
    assertThat(asked).doesNotContain("/keys");
  }

  @Test
  @Proves("S46")
  void metadataWithoutAnIssuerOrAnAddressNamesNoKeys() {
    publish(OPENID, issuer(""), issuer("/keys"));
    for (var json :
        List.of(
            "{\"jwks_uri\":\"" + issuer("/keys") + "\"}",
            "{\"issuer\":\"" + issuer("") + "\"}",
            "{\"issuer\":\"" + issuer("") + "\",\"jwks_uri\":null}",
            "[]",
            "")) {
      answers.put(OPENID, FakeIssuer.json(json));
      assertThat(verdict(issuer(""))).as(json).isEqualTo("unavailable");
    }
    assertThat(asked).doesNotContain("/keys");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://keys.example.com/keys",
        "http://127.0.0.1.example.com/keys",
        "file:///etc/passwd",
        "ftp://127.0.0.1/keys",
        "https://ann@127.0.0.1/keys",
        "/keys",
        "keys",
        "https://",
        "not an address"
      })
  @Proves("S46")
  void anAddressThatMayNotBeFetchedIsNot(String jwksUri) {
    publish(OPENID, issuer(""), jwksUri);
    assertThat(verdict(issuer(""))).isEqualTo("unavailable");
    assertThat(asked).containsOnly(OPENID);
  }

  @Test
  void keysMayBeAtAnotherHost() {
    elsewhere.answers(FakeIssuer.json(jwks("c1")));
    publish(OPENID, issuer(""), elsewhere.address("/keys").toString());
    assertThat(verdict(issuer(""))).isEqualTo("live");
    assertThat(elsewhere.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  @Proves("S46")
  void noRedirectIsFollowed(int status) {
    FakeIssuer.Behaviour redirect =
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Location", elsewhere.address(exchange.getRequestURI().getPath()).toString());
          FakeIssuer.send(exchange, status, new byte[0]);
        };
    answers.put(OPENID, redirect);
    answers.put(OAUTH, redirect);
    assertThat(verdict(issuer(""))).isEqualTo("unavailable");
    publish(OPENID, issuer(""), issuer("/keys"));
    answers.put("/keys", redirect);
    assertThat(verdict(issuer(""))).isEqualTo("unavailable");
    assertThat(elsewhere.requests()).isZero();
  }

  @Test
  @Proves("S46")
  void metadataAndKeysThatAreTooLargeAreNotTaken() {
    var metadata =
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"%s}"
            .formatted(issuer(""), issuer("/keys"), " ".repeat(LIMIT));
    publish(OPENID, issuer(""), issuer("/keys"));
    answers.put(OPENID, FakeIssuer.json(metadata));
    assertThat(verdict(issuer(""))).isEqualTo("unavailable");
    assertThat(asked).doesNotContain("/keys");

    publish(OPENID, issuer(""), issuer("/keys"));
    answers.put("/keys", FakeIssuer.json(jwks("c1") + " ".repeat(LIMIT)));
    assertThat(verdict(issuer(""))).isEqualTo("unavailable");
  }

  @Test
  @Proves("S46")
  void aServerThatTakesTooLongIsGivenUp() {
    var done = new CountDownLatch(1);
    FakeIssuer.Behaviour never =
        exchange -> {
          try {
            done.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    publish(OPENID, issuer(""), issuer("/keys"));
    answers.put("/keys", never);
    var second = Duration.ofSeconds(1);
    try (var impatient = new LimitedFetcher(new LimitedFetcher.Limits(second, second, LIMIT))) {
      long start = System.nanoTime();
      var one = OneIssuer.of(issuer(""), "", impatient);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      assertThat(one.verdict(ec(), "c1")).isEqualTo("unavailable");
    } finally {
      done.countDown();
    }
  }

  /** The keys of before go on until the metadata is good again. */
  @Test
  @Proves("S46")
  void anIssuerThatTurnsHostileDisplacesNoKeys() {
    publish(OPENID, issuer(""), issuer("/keys"));
    var one = OneIssuer.of(issuer(""), "", fetcher);
    assertThat(one.verdict(ec(), "c1")).isEqualTo("live");
    answers.put(OPENID, FakeIssuer.json("{\"issuer\":\"x\",\"jwks_uri\":\"x\"}"));
    one.clock().advance(Duration.ofHours(1));
    one.issuers().backgroundWork().values().forEach(Runnable::run);
    assertThat(one.issuers().states()).containsEntry("corp", "stale");
    assertThat(one.verdict(ec(), "c1")).isEqualTo("live");
  }

  /** How long a set is kept, whatever its server asks. */
  @ParameterizedTest
  @CsvSource({"max-age=1, 60", "no-store, 60", "max-age=600, 600", "max-age=86400, 3600", "x, 900"})
  @Proves("S18")
  void keysAreKeptFromAMinuteToAnHour(String control, long seconds) {
    publish(OPENID, issuer(""), issuer("/keys"));
    answers.put(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().set("Cache-Control", control);
          FakeIssuer.send(exchange, 200, jwks("c1").getBytes(UTF_8));
        });
    var one = OneIssuer.of(issuer(""), "", fetcher);
    asked.clear();
    one.clock().advance(Duration.ofSeconds(seconds).minusMillis(1));
    one.issuers().backgroundWork().values().forEach(Runnable::run);
    assertThat(asked).isEmpty();
    one.clock().advance(Duration.ofMillis(1));
    one.issuers().backgroundWork().values().forEach(Runnable::run);
    assertThat(asked).containsExactly(OPENID, "/keys");
  }

  /** 1 s, then twice as long each time, a minute at most. */
  @Test
  @Proves("S46")
  void aServerThatIsAwayIsAskedLessAndLessOften() {
    var one = OneIssuer.of(issuer(""), "", fetcher);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      asked.clear();
      one.clock().advance(Duration.ofSeconds(seconds).minusMillis(1));
      one.issuers().backgroundWork().values().forEach(Runnable::run);
      assertThat(one.verdict(ec(), "c1")).isEqualTo("unavailable");
      assertThat(asked).as("before " + seconds + " s").isEmpty();
      one.clock().advance(Duration.ofMillis(1));
      one.issuers().backgroundWork().values().forEach(Runnable::run);
      assertThat(asked).as("after " + seconds + " s").containsExactly(OPENID, OAUTH);
    }
  }
}
