package dev.portcullis.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.config.SmsSettings.Twilio;
import dev.portcullis.delivery.Delivery.Accepted;
import dev.portcullis.delivery.Delivery.Refused;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.testing.FakeIssuer;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TwilioStandIn;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioCarrierTest {

  private static final String TO = "+4915123456789";

  private final TwilioStandIn twilio = new TwilioStandIn();
  private final LimitedFetcher fetcher =
      new LimitedFetcher(
          new LimitedFetcher.Limits(Duration.ofSeconds(2), Duration.ofSeconds(2), 100_000));

  @AfterEach
  void close() {
    fetcher.close();
    twilio.close();
  }

  private TwilioCarrier carrier(URI base, String token, String from) {
    return new TwilioCarrier(
        new Twilio(base, TwilioStandIn.SID, Confidential.of(token), from),
        new MessageTexts("Ledger & Sons", "ledger.example"),
        fetcher);
  }

  private TwilioCarrier carrier() {
    return carrier(twilio.baseUrl(), TwilioStandIn.TOKEN, TwilioStandIn.FROM);
  }

  private static CodeMessage message(Locale language) {
    return new CodeMessage(TO, Confidential.of("012345"), Duration.ofMinutes(5), false, language);
  }

  @Test
  void aMessageIsTakenWithTheCodeBoundToTheHost() {
    assertThat(carrier().carry(message(Locale.ENGLISH))).isEqualTo(new Accepted());
    assertThat(twilio.messages())
        .containsExactly(
            Map.of(
                "To",
                TO,
                "From",
                TwilioStandIn.FROM,
                "Body",
                "012345 is your code for Ledger & Sons. It counts for 5 minutes. Tell it to"
                    + " nobody.\n\n@ledger.example #012345"));
  }

  @Test
  void itIsInTheLanguageOfWhoeverReadsIt() {
    carrier().carry(message(Locale.GERMANY));
    carrier().carry(message(Locale.FRENCH));
    assertThat(twilio.messages().get(0).get("Body")).contains("ist Ihr Code für Ledger & Sons");
    assertThat(twilio.messages().get(1).get("Body")).contains("is your code for");
  }

  @Test
  void aMessagingServiceIsNamedAsOne() {
    var service = "MG0123456789abcdef0123456789abcdef";
    var carrier = carrier(twilio.baseUrl(), TwilioStandIn.TOKEN, service);
    assertThat(carrier.carry(message(Locale.ENGLISH))).isEqualTo(new Accepted());
    assertThat(twilio.messages().get(0))
        .containsEntry("MessagingServiceSid", service)
        .doesNotContainKey("From");
  }

  @ParameterizedTest
  @CsvSource({
    "21211, true, 400", "21408, true, 400", "21610, true, 400", "21612, true, 400",
    "21614, true, 400", "21606, false, 400", "20429, false, 429", "30001, false, 400"
  })
  @Proves("S71")
  void whatItRefusesIsToldByItsNumberAlone(int error, boolean recipient, int status) {
    twilio.refuses(TO, error);
    assertThat(carrier().carry(message(Locale.ENGLISH)))
        .isEqualTo(new Refused("Twilio answers " + status + ", error " + error, recipient));
  }

  @Test
  void wrongCredentialsAreNoFaultOfTheRecipient() {
    var carrier = carrier(twilio.baseUrl(), "wrong", TwilioStandIn.FROM);
    assertThat(carrier.carry(message(Locale.ENGLISH)))
        .isEqualTo(new Refused("Twilio answers 401, error 20003", false));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 500, 503})
  void whateverElseItAnswersIsNoSuccess(int status) {
    try (var broken = new FakeIssuer().answers(FakeIssuer.status(status))) {
      var carrier =
          carrier(URI.create(broken.address("").toString()), TwilioStandIn.TOKEN, "Ledger");
      assertThat(carrier.carry(message(Locale.ENGLISH)))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.recipient()).isFalse());
    }
  }

  @Test
  void itMayBeAway() {
    var away = URI.create(twilio.baseUrl().toString());
    twilio.close();
    assertThat(carrier(away, TwilioStandIn.TOKEN, "Ledger").carry(message(Locale.ENGLISH)))
        .isEqualTo(new Refused("Twilio: no answer (ConnectException)", false));
  }
}
