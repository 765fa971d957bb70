package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.FactorMethod;
import dev.portcullis.config.file.Problem;
import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoFactorSectionTest {

  private static AuthSettings load(String providers) {
    return TestSource.of("auth: {providers: {" + providers + "}}").load().settings();
  }

  @Test
  void withoutASectionThereAreNone() {
    assertThat(load("").twoFactor().enabled()).isFalse();
    assertThat(load("two_factor: {enabled: false, sms: {provider: twilio}}").twoFactor().enabled())
        .isFalse();
  }

  @Test
  void everythingThatItSaysIsRead() {
    var read =
        load("two_factor: {provider: totp, issuer: Ledger, algorithm: SHA256, digits: 8,"
                + " period: 60, required_for_roles: [admin], required_for_all: true,"
                + " every_request: accept}")
            .twoFactor();
    assertThat(read.enabled()).isTrue();
    assertThat(read.preferred()).isEqualTo(FactorMethod.TOTP);
    assertThat(read.totp())
        .isEqualTo(new TwoFactorSettings.Totp("Ledger", TwoFactorSettings.Algorithm.SHA256, 8, 60));
    assertThat(read.requiredForRoles()).containsExactly("admin");
    assertThat(read.requiredForAll()).isTrue();
    assertThat(read.everyRequest()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "digits: 5        | digits",
        "period: 300      | period",
        "algorithm: MD5   | algorithm",
        "provider: pigeon | provider",
        "issuer: 'a:b'    | issuer"
      })
  void whatItCannotBeIsRefused(String setting, String key) {
    var source = TestSource.of("auth: {providers: {two_factor: {" + setting + "}}}");
    assertThat(catchThrowableOfType(ConfigurationException.class, source::load).problems())
        .extracting(Problem::path)
        .containsExactly("auth.providers.two_factor." + key);
  }

  @Test
  @Proves("S28")
  void shortPasswordsAreForThoseWithASecondFactorAlone() {
    var local = "local: {minimum_length: 8}";
    var source = TestSource.of("auth: {providers: {" + local + "}}");
    assertThat(catchThrowableOfType(ConfigurationException.class, source::load).problems())
        .extracting(Problem::path)
        .containsExactly("auth.providers.local.minimum_length");
    var optional = TestSource.of("auth: {providers: {" + local + ", two_factor: {}}}");
    assertThat(catchThrowableOfType(ConfigurationException.class, optional::load).problems())
        .isNotEmpty();
    var forAll = load(local + ", two_factor: {required_for_all: true}");
    assertThat(forAll.local().minimumLength()).isEqualTo(8);
    var seven =
        TestSource.of(
            "auth: {providers: {local: {minimum_length: 7}, two_factor: {required_for_all: true}}}");
    assertThat(catchThrowableOfType(ConfigurationException.class, seven::load).problems())
        .isNotEmpty();
  }
}
