package dev.portcullis.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.config.SmsSettings.Webhook;
import dev.portcullis.delivery.Delivery.Accepted;
import dev.portcullis.delivery.Delivery.Refused;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.testing.FakeIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class WebhookCarrierTest {

  private static final CodeMessage MESSAGE =
      new CodeMessage(
          "+4915123456789", Confidential.of("012345"), Duration.ofMinutes(5), false, Locale.GERMAN);

  private final FakeIssuer service = new FakeIssuer();
  private final LimitedFetcher fetcher =
      new LimitedFetcher(
          new LimitedFetcher.Limits(Duration.ofSeconds(2), Duration.ofSeconds(2), 100_000));

  @AfterEach
  void close() {
    fetcher.close();
    service.close();
  }

  private Delivery carry(@Nullable Confidential token) {
    return new WebhookCarrier(
            new Webhook(service.address("/send"), token),
            new MessageTexts("Ledger", "ledger.example"),
            fetcher)
        .carry(MESSAGE);
  }

  @Test
  void itIsToldWhatToSendAndByWhom() {
    var seen = new AtomicReference<>("");
    var authorization = new AtomicReference<@Nullable String>();
    service.answers(
        exchange -> {
          seen.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(204, -1);
        });
    assertThat(carry(Confidential.of("hush"))).isEqualTo(new Accepted());
    assertThat(authorization.get()).isEqualTo("Bearer hush");
    var json = JsonMapper.builder().build().readTree(seen.get());
    assertThat(json.propertyNames())
        .containsExactlyInAnyOrder("to", "text", "code", "language", "expires_in");
    assertThat(json.path("to").asString()).isEqualTo("+4915123456789");
    assertThat(json.path("text").asString()).startsWith("012345 ist Ihr Code für Ledger.");
    assertThat(json.path("code").asString()).isEqualTo("012345");
    assertThat(json.path("language").asString()).isEqualTo("de");
    assertThat(json.path("expires_in").asInt()).isEqualTo(300);
    assertThat(carry(null)).isEqualTo(new Accepted());
    assertThat(authorization.get()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void anyGoodAnswerWillDo(int status) {
    service.answers(FakeIssuer.status(status));
    assertThat(carry(null)).isEqualTo(new Accepted());
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 422, 429, 500})
  void aBadOneWillNotAnd422IsAboutTheNumber(int status) {
    service.answers(FakeIssuer.status(status));
    assertThat(carry(null))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.recipient()).isEqualTo(status == 422);
              assertThat(refused.reason()).contains(Integer.toString(status));
            });
  }
}
