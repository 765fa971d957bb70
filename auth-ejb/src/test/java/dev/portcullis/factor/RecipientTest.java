package dev.portcullis.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.FactorMethod;
import dev.portcullis.config.SmsSettings;
import dev.portcullis.testing.Proves;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {

  private static SmsSettings sms(@Nullable String region, String... regions) {
    return new SmsSettings(
        new SmsSettings.Webhook(URI.create("https://sms.example"), null), region, Set.of(regions));
  }

  private static String number(String typed, SmsSettings sms) {
    var read = Recipient.of(FactorMethod.SMS, typed, sms);
    return read instanceof Recipient.Normal normal
        ? normal.text()
        : ((Recipient.Bad) read).reason();
  }

  private static String address(String typed) {
    var read = Recipient.of(FactorMethod.EMAIL, typed, null);
    return read instanceof Recipient.Normal normal
        ? normal.text()
        : ((Recipient.Bad) read).reason();
  }

  @ParameterizedTest
  @CsvSource({
    "0151 23456789,        +4915123456789",
    "(0151) 234-567-89,    +4915123456789",
    "+49 151 23456789,     +4915123456789",
    "0049 151 23456789,    +4915123456789",
    "+1 (202) 555-0123,    +12025550123",
    "'+44 7400 123456 ',   +447400123456"
  })
  void numbersAreBroughtToOneForm(String typed, String normal) {
    assertThat(number(typed, sms("DE"))).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0151",
        "abc",
        "+999 12345678",
        "+4915123456789;ext=5",
        "+49151234567890000000",
        // A landline, a premium rate, a free call: no SMS arrives, or it costs whoever sends it.
        "030 901820",
        "0900 1234567",
        "+1 800 555 0199",
        // Personal numbers that forward at a price, satellites, and numbers of no country.
        "+44 7012 345678",
        "+881 6 3141 5926",
        "+870 773 111 632",
        "+883 5100 12345678"
      })
  @Proves("S41")
  void whatIsNoNumberForMessagesIsRefused(String typed) {
    assertThat(number(typed, sms("DE"))).isEqualTo("factor.number_invalid");
  }

  @Test
  void withoutARegionANumberNeedsItsCountrysCode() {
    assertThat(number("0151 23456789", sms(null))).isEqualTo("factor.number_invalid");
    assertThat(number("+4915123456789", sms(null))).isEqualTo("+4915123456789");
  }

  @Test
  @Proves("S41")
  void otherRegionsThanThoseNamedAreRefused() {
    assertThat(number("+447400123456", sms("DE", "DE", "AT")))
        .isEqualTo("factor.region_not_allowed");
    assertThat(number("+436641234567", sms("DE", "DE", "AT"))).isEqualTo("+436641234567");
  }

  @ParameterizedTest
  @CsvSource({
    "mary@example.com,             mary@example.com",
    "' Mary.Ann+x@EXAMPLE.com ',   Mary.Ann+x@example.com",
    "mary@bücher.example,          mary@xn--bcher-kva.example"
  })
  void addressesAreBroughtToOneForm(String typed, String normal) {
    assertThat(address(typed)).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mary",
        "@example.com",
        "mary@",
        "mary@localhost",
        "mary@example..com",
        "ma ry@example.com",
        "a@b@example.com",
        "mary.@example.com",
        "ma..ry@example.com",
        "mary@example.com\r\nBcc: eve@example.com",
        "mary@example.com,eve@example.com",
        "<mary@example.com>",
        "mary@[127.0.0.1]"
      })
  void whatIsNoAddressIsRefused(String typed) {
    assertThat(address(typed)).isEqualTo("factor.address_invalid");
  }

  @Test
  void onlyItsOwnerKnowsItAgain() {
    assertThat(Recipient.masked(FactorMethod.EMAIL, "mary@example.com"))
        .isEqualTo("m•••@example.com");
    assertThat(Recipient.masked(FactorMethod.SMS, "+4915123456789")).isEqualTo("••• 89");
  }

  @Test
  void otherMethodsHaveNoRecipient() {
    assertThat(Recipient.of(FactorMethod.TOTP, "x", null))
        .isEqualTo(new Recipient.Bad("factor.not_allowed"));
    assertThat(Recipient.of(FactorMethod.SMS, "+4915123456789", null))
        .isEqualTo(new Recipient.Bad("factor.not_allowed"));
  }
}
