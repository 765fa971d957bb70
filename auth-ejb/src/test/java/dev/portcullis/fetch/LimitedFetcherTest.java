package dev.portcullis.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.FakeIssuer;
import dev.portcullis.testing.Proves;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitedFetcherTest {

  private static final int LIMIT = 1000;

  private final FakeIssuer server = new FakeIssuer();
  private final LimitedFetcher fetcher =
      new LimitedFetcher(
          new LimitedFetcher.Limits(Duration.ofSeconds(2), Duration.ofSeconds(2), LIMIT));

  @AfterEach
  void close() {
    fetcher.close();
    server.close();
  }

  private String outcome() {
    return fetcher
        .fetch(server.address("/keys"))
        .fold(
            document -> new String(document.content(), StandardCharsets.UTF_8),
            failed -> "failed: " + failed.reason());
  }

  @Test
  @Proves("S46")
  void aGoodDocumentIsFetched() {
    server.answers(FakeIssuer.json("{}"));
    assertThat(outcome()).isEqualTo("{}");
  }

  @Test
  @Proves("S46")
  void howLongItMayBeKeptIsTold() {
    server.answers(
        exchange -> {
          exchange.getResponseHeaders().set("Cache-Control", "public, max-age=600");
          FakeIssuer.send(exchange, 200, new byte[] {'{', '}'});
        });
    var age =
        fetcher
            .fetch(server.address("/"))
            .fold(FetchResult.Document::maxAge, failed -> Duration.ZERO);
    assertThat(age).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  @Proves("S46")
  void aBodyAsLargeAsTheLimitIsTakenAndNoLargerOne() {
    server.answers(FakeIssuer.json("x".repeat(LIMIT)));
    assertThat(outcome()).hasSize(LIMIT);
    server.answers(FakeIssuer.json("x".repeat(LIMIT + 1)));
    assertThat(outcome()).isEqualTo("failed: its body is larger than the limit");
  }

  @Test
  @Proves("S46")
  void aBodyWithoutLengthAndEndIsGivenUp() {
    server.answers(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(new byte[500]);
          }
        });
    assertThat(outcome()).isEqualTo("failed: its body is larger than the limit");
  }

  @Test
  @Proves("S46")
  void aSlowDripEndsWithTheTimeAllowed() throws Exception {
    var done = new CountDownLatch(1);
    server.answers(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          try {
            while (!done.await(100, TimeUnit.MILLISECONDS)) {
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    long start = System.nanoTime();
    assertThat(outcome()).isEqualTo("failed: it took longer than 2 s");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    done.countDown();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  @Proves("S46")
  void noRedirectIsFollowed(int status) {
    try (var inside = new FakeIssuer()) {
      server.answers(
          exchange -> {
            exchange.getResponseHeaders().set("Location", inside.address("/").toString());
            FakeIssuer.send(exchange, status, new byte[0]);
          });
      assertThat(outcome()).startsWith("failed: it redirects");
      assertThat(inside.requests()).isZero();
    }
  }

  @Test
  @Proves("S46")
  void aCompressedBodyIsNotUnpacked() throws IOException {
    var bomb = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[100_000]);
    }
    server.answers(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          FakeIssuer.send(exchange, 200, bomb.toByteArray());
        });
    assertThat(outcome()).isEqualTo("failed: its body is compressed");
  }

  @Test
  @Proves("S46")
  void whatIsNotJsonIsRefused() {
    server.answers(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'{', '}'});
        });
    assertThat(outcome()).isEqualTo("failed: its body is not JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://idp.example.com/keys",
        "http://127.0.0.1.example.com/keys",
        "http://localhost.example.com/",
        "ftp://localhost/keys",
        "file:///etc/passwd",
        "https://user@idp.example.com/keys"
      })
  @Proves("S46")
  void onlyHttpsIsFetchedFromElsewhere(String address) {
    assertThat(LimitedFetcher.isAllowed(URI.create(address))).isFalse();
    assertThat(fetcher.fetch(URI.create(address))).isInstanceOf(FetchResult.Failed.class);
  }

  @Test
  @Proves("S74")
  void aServerThatIsAwayIsNoException() {
    server.close();
    assertThat(outcome()).startsWith("failed: no answer");
  }
}
