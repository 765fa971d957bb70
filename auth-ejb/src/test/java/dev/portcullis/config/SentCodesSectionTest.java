package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.config.EmailSettings.Security;
import dev.portcullis.config.file.Problem;
import dev.portcullis.testing.Proves;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code two_factor.email}, {@code two_factor.sms} and {@code two_factor.sending}. */
class SentCodesSectionTest {

  private static final String TWO_FACTOR = "auth.providers.two_factor.";

  private static TestSource source(String sections) {
    return TestSource.of("auth: {providers: {two_factor: {" + sections + "}}}");
  }

  private static TwoFactorSettings load(String sections) {
    return source(sections).load().settings().twoFactor();
  }

  private static List<Problem> problems(String sections) {
    return catchThrowableOfType(ConfigurationException.class, source(sections)::load).problems();
  }

  @Test
  void withoutThemNothingIsSent() {
    assertThat(load("").email()).isNull();
    assertThat(load("").sms()).isNull();
    assertThat(load("").sending()).isEqualTo(SendingLimits.DEFAULTS);
  }

  /** The keys of the reference's file, as it writes them. */
  @Test
  void theReferencesSectionsAreRead() {
    var read =
        load(
            "provider: sms, sms: {provider: twilio, account_sid: AC0123, auth_token: hush,"
                + " from_number: '+4915112345678'}, email: {provider: smtp, smtp_host:"
                + " mail.example.com, smtp_port: 587, smtp_username: app, smtp_password: hush,"
                + " from_email: no-reply@example.com}");
    assertThat(read.preferred()).isEqualTo(FactorMethod.SMS);
    assertThat(read.sms())
        .isEqualTo(
            new SmsSettings(
                new SmsSettings.Twilio(
                    URI.create("https://api.twilio.com"),
                    "AC0123",
                    Confidential.of("hush"),
                    "+4915112345678"),
                null,
                Set.of()));
    assertThat(read.email())
        .isEqualTo(
            new EmailSettings(
                "no-reply@example.com",
                new EmailSettings.Smtp(
                    "mail.example.com", 587, Security.STARTTLS, "app", Confidential.of("hush"))));
    assertThat(read.toString()).doesNotContain("hush");
  }

  @Test
  void theOtherWaysAreRead() {
    var read =
        load(
            "sms: {provider: webhook, url: 'https://sms.example/send?app=1', token: hush,"
                + " default_region: DE, regions: [DE, AT]}, email: {provider: jndi, mail_session:"
                + " mail/app, from_email: a@example.com}, sending: {recipient: 3/10m}");
    assertThat(read.sms())
        .isEqualTo(
            new SmsSettings(
                new SmsSettings.Webhook(
                    URI.create("https://sms.example/send?app=1"), Confidential.of("hush")),
                "DE",
                Set.of("DE", "AT")));
    assertThat(read.email())
        .isEqualTo(new EmailSettings("a@example.com", new EmailSettings.MailSession("mail/app")));
    assertThat(read.sending().recipient())
        .isEqualTo(new RateLimitSettings.Limit(3, Duration.ofMinutes(10)));
  }

  @Test
  void atPort465TheConnectionIsEncryptedAtOnce() {
    var email = load("email: {smtp_host: m, smtp_port: 465, from_email: a@example.com}").email();
    assertThat(email).isNotNull();
    assertThat(((EmailSettings.Smtp) email.route()).security()).isEqualTo(Security.TLS);
  }

  @Test
  void everythingThatIsMissingIsToldAtOnce() {
    assertThat(problems("sms: {}, email: {}"))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            TWO_FACTOR + "sms.account_sid",
            TWO_FACTOR + "sms.auth_token",
            TWO_FACTOR + "sms.from_number",
            TWO_FACTOR + "email.smtp_host",
            TWO_FACTOR + "email.from_email");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "provider: email                                                        | provider",
        "provider: sms, email: {smtp_host: m, from_email: a@b.c}                 | provider",
        "email: {smtp_host: m, from_email: nobody}                               | email.from_email",
        "email: {smtp_host: m, from_email: a@b.c, smtp_username: u}              | email.smtp_username",
        "email: {smtp_host: m, from_email: a@b.c, smtp_password: p}              | email.smtp_password",
        "email: {provider: jndi, from_email: a@b.c}                              | email.mail_session",
        "email: {provider: jndi, mail_session: m, smtp_host: h, from_email: a@b.c} | email.smtp_host",
        "email: {smtp_host: m, from_email: a@b.c, smtp_security: ssl3}           | email.smtp_security",
        "sms: {provider: webhook}                                                | sms.url",
        "sms: {provider: webhook, url: 'http://sms.example/'}                    | sms.url",
        "sms: {provider: webhook, url: 'https://a:b@sms.example/'}               | sms.url",
        "sms: {provider: webhook, url: 'https://x.example', auth_token: t}       | sms.auth_token",
        "sms: {account_sid: A, auth_token: t, from_number: '+49', url: 'https://x'} | sms.url",
        "sms: {account_sid: A, auth_token: t, from_number: '0151/1'}             | sms.from_number",
        "sms: {account_sid: A, auth_token: t, from_number: App, base_url: 'http://t.example'} | sms.base_url",
        "sms: {account_sid: A, auth_token: t, from_number: App, default_region: de} | sms.default_region",
        "sms: {account_sid: A, auth_token: t, from_number: App, default_region: DE, regions: [AT]} | sms.default_region",
        "sending: {account: 0/1d}                                                | sending.account",
        "sending: {address: 5/2d}                                                | sending.address"
      })
  void whatCannotBeIsRefused(String sections, String key) {
    assertThat(problems(sections)).extracting(Problem::path).contains(TWO_FACTOR + key);
  }

  @Test
  @Proves("S73")
  void aPasswordDoesNotGoInClearToAnotherMachine() {
    var plain = "email: {smtp_host: mail.example.com, smtp_security: none, from_email: a@b.c";
    assertThat(problems(plain + ", smtp_username: u, smtp_password: p}"))
        .extracting(Problem::path)
        .containsExactly(TWO_FACTOR + "email.smtp_security");
    assertThat(source(plain + "}").load().warnings())
        .anyMatch(warning -> warning.startsWith(TWO_FACTOR + "email.smtp_security is none"));
    var here = "email: {smtp_host: 127.0.0.1, smtp_security: none, from_email: a@b.c}";
    assertThat(source(here).load().warnings()).noneMatch(warning -> warning.contains("smtp"));
  }

  @Test
  @Proves("S41")
  void looserLimitsAreTold() {
    assertThat(source("sending: {recipient: 6/15m}").load().warnings())
        .anyMatch(warning -> warning.contains("sending.recipient is above the advised 5/15m"));
    assertThat(source("sending: {recipient: 20/1h, account: 20/1d}").load().warnings())
        .noneMatch(warning -> warning.contains("sending"));
  }
}
