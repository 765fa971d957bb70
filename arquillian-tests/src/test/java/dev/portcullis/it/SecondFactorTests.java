package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.ReaderException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.Browser;
import dev.portcullis.it.client.TestClient;
import dev.portcullis.it.probe.TestUsers;
import dev.portcullis.it.server.TestMessages;
import dev.portcullis.it.support.Polling;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Proves;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** Authenticator apps and recovery codes, in a browser and on the server itself. */
public interface SecondFactorTests extends OnServer {

  @Test
  @RunAsClient
  @Proves("S67")
  default void aPersonEnrolsAnAppFromThePictureAndSignsInWithItAndWithARecoveryCode()
      throws Exception {
    try (Browser browser = Browser.open(base())) {
      browser.go("/members/");
      browser.login("stepper", TestUsers.PASSWORD);
      browser.go("/members/vault");
      assertThat(browser.path()).isEqualTo("/auth/reauthenticate");
      assertThat(browser.text()).contains("your account has none yet");

      browser.go("/auth/account").click("form[action$='/2fa/totp/setup'] button");
      browser.photograph("second-factor-enrolment");
      Authenticator app = scanned(browser);
      String recoveryCode = browser.text("ul.codes li:first-child");
      String otherRecoveryCode = browser.text("ul.codes li:last-child");
      long first = step();
      browser.find("#code").sendKeys(app.code(Instant.now()).reveal());
      browser.click("form[action$='/2fa/totp/verify'] button");
      assertThat(browser.text()).contains("Your authenticator app is set up");
      browser.photograph("account-second-factor");

      // This session began without it, so the path asks for it now.
      assertThat(browser.go("/members/vault").path()).isEqualTo("/auth/reauthenticate");
      browser.photograph("step-up");
      browser.click("a[href*='method=recovery']");
      browser.photograph("step-up-recovery");
      enter(browser, otherRecoveryCode);
      assertThat(browser.path()).isEqualTo("/members/vault");

      signOut(browser);
      browser.go("/members/");
      browser.login("stepper", TestUsers.PASSWORD);
      assertThat(browser.path()).isEqualTo("/auth/2fa");
      browser.photograph("second-factor");
      enter(browser, "000000");
      assertThat(browser.text()).contains("The code is not right");
      // A step counts once, so the next one is waited for.
      long next = Polling.until(Duration.ofSeconds(35), SecondFactorTests::step, s -> s > first);
      assertThat(next).isGreaterThan(first);
      enter(browser, app.code(Instant.now()).reveal());
      assertThat(browser.path()).as("back where the person wanted to go").isEqualTo("/members/");
      assertThat(browser.text("#caller")).isEqualTo("stepper");
      assertThat(browser.go("/members/vault").path()).isEqualTo("/members/vault");

      signOut(browser);
      browser.go("/members/");
      browser.login("stepper", TestUsers.PASSWORD);
      browser.click("a[href*='method=recovery']");
      enter(browser, otherRecoveryCode);
      assertThat(browser.text()).as("it was used already").contains("The code is not right");
      browser.photograph("second-factor-refused");
      enter(browser, recoveryCode);
      assertThat(browser.text("#caller")).isEqualTo("stepper");
      browser.go("/auth/account");
      assertThat(browser.text()).contains("Recovery codes left");
      browser.click("form[action$='/2fa/recovery/regenerate'] button");
      assertThat(browser.count("ul.codes li")).isEqualTo(10);
      browser.photograph("recovery-codes");
      browser.go("/auth/account");
      browser.click("form[action$='/2fa/totp/remove'] button");
      assertThat(browser.text()).contains("no longer asked for");
    }
  }

  private static long step() {
    return Instant.now().getEpochSecond() / 30;
  }

  private static void signOut(Browser browser) {
    browser.go("/auth/logout");
    browser.click("main form button[type=submit]");
  }

  private static void enter(Browser browser, String code) {
    browser.find("#code").sendKeys(code);
    browser.click("main form button[type=submit]");
  }

  /** By e-mail and by SMS, through a mail server and an API that are really called. */
  @Test
  @RunAsClient
  @Proves("S69")
  default void aPersonGetsCodesByMailAndByMessageAndTakesAnotherWayWhereOneFails() {
    TestMessages messages = TestMessages.get();
    String address = "messaged@example.com";
    String number = "+4915123456789";
    try (Browser browser = Browser.open(base())) {
      browser.go("/members/");
      browser.login("messaged", TestUsers.PASSWORD);
      browser.go("/auth/account").photograph("account-codes");
      browser.find("#target_email").sendKeys("messaged@EXAMPLE.com");
      browser.click("form[action$='/2fa/email/setup'] button");
      assertThat(browser.text()).contains("A code was sent to m•••@example.com");
      browser.photograph("code-enrolment");
      browser.find("#code").sendKeys("abcdef");
      browser.click("form[action$='/2fa/email/verify'] button");
      assertThat(browser.text()).contains("The code is not right");
      browser.photograph("code-enrolment-refused");
      browser.find("#code").sendKeys(messages.codeByMail(address, 1));
      browser.click("form[action$='/2fa/email/verify'] button");
      assertThat(browser.text()).contains("Codes will be sent there when you sign in");

      // A second factor more needs the one there is.
      browser.find("#target_sms").sendKeys("0151 / 23 45 67 89");
      browser.click("form[action$='/2fa/sms/setup'] button");
      assertThat(browser.path()).isEqualTo("/auth/reauthenticate");
      browser.photograph("step-up-send");
      browser.click("form[action$='/reauthenticate/challenge'] button");
      browser.photograph("step-up-sent");
      browser.find("#code").sendKeys(messages.codeByMail(address, 2));
      browser.click("form[action$='/auth/reauthenticate'] button");
      assertThat(browser.path()).isEqualTo("/auth/account");
      browser.find("#target_sms").sendKeys("030 901820");
      browser.click("form[action$='/2fa/sms/setup'] button");
      assertThat(browser.text()).contains("not a number that takes messages");
      browser.photograph("code-enrolment-number-refused");
      browser.find("#target").clear();
      browser.find("#target").sendKeys("0151 / 23 45 67 89");
      browser.click("form[action$='/2fa/sms/setup'] button");
      browser.find("#code").sendKeys(messages.codeBySms(number));
      browser.click("form[action$='/2fa/sms/verify'] button");
      assertThat(browser.text()).contains("m•••@example.com", "••• 89");
      browser.photograph("account-codes-enrolled");

      signOut(browser);
      browser.go("/members/");
      browser.login("messaged", TestUsers.PASSWORD);
      assertThat(browser.path()).isEqualTo("/auth/2fa");
      browser.photograph("second-factor-send");
      messages.refuse(number, 30006);
      browser.click("form[action$='/2fa/challenge'] button");
      assertThat(browser.text()).contains("No message can be sent there. Use another method.");
      browser.photograph("second-factor-not-sent");
      browser.click("a[href*='method=email']");
      browser.click("form[action$='/2fa/challenge'] button");
      browser.photograph("second-factor-sent");
      browser.find("#code").sendKeys(messages.codeByMail(address, 3));
      browser.click("form[action$='/2fa/login'] button");
      assertThat(browser.path()).as("back where the person wanted to go").isEqualTo("/members/");
      assertThat(browser.text("#caller")).isEqualTo("messaged");
      assertThat(browser.go("/members/vault").path()).isEqualTo("/members/vault");

      messages.acceptAgain(number);
      signOut(browser);
      browser.go("/members/");
      browser.login("messaged", TestUsers.PASSWORD);
      browser.click("form[action$='/2fa/challenge'] button");
      browser.find("#code").sendKeys(messages.codeBySms(number));
      browser.click("form[action$='/2fa/login'] button");
      assertThat(browser.text("#caller")).isEqualTo("messaged");
      browser.go("/auth/account");
      browser.click("form[action$='/2fa/sms/remove'] button");
      assertThat(browser.text()).contains("No more codes are sent there");
      browser.click("form[action$='/2fa/email/remove'] button");
      assertThat(browser.text()).doesNotContain("m•••@example.com");
    }
  }

  /** What an app reads from the picture on the page. */
  private static Authenticator scanned(Browser browser) throws IOException, ReaderException {
    String image = Objects.requireNonNull(browser.find("img.qr").getAttribute("src"));
    byte[] png = Base64.getDecoder().decode(image.substring(image.indexOf(',') + 1));
    var picture = new BufferedImageLuminanceSource(ImageIO.read(new ByteArrayInputStream(png)));
    String uri =
        new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(picture))).getText();
    assertThat(uri).startsWith("otpauth://totp/Tests");
    var secret = Pattern.compile("[?&]secret=([^&]+)").matcher(uri);
    assertThat(secret.find()).isTrue();
    return Authenticator.of(URLDecoder.decode(secret.group(1), StandardCharsets.UTF_8));
  }

  @Test
  @RunAsClient
  @Proves("S64")
  default void whoMustHaveASecondFactorIsLedThroughTheEnrolmentAndGetsNothingBefore()
      throws Exception {
    try (Browser browser = Browser.open(base())) {
      browser.go("/members/");
      browser.login("obliged", TestUsers.PASSWORD);
      assertThat(browser.path()).isEqualTo("/auth/2fa");
      assertThat(browser.text()).contains("needs a second step");
      browser.photograph("second-factor-required");
      assertThat(browser.go("/members/").path()).isEqualTo("/auth/login");
      assertThat(browser.go("/auth/account").path()).isEqualTo("/auth/login");

      browser.go("/members/");
      browser.login("obliged", TestUsers.PASSWORD);
      browser.click("form[action$='/2fa/enrol'] button");
      Authenticator app = scanned(browser);
      enter(browser, "000000");
      assertThat(browser.text()).contains("The code is not right");
      assertThat(browser.count("img.qr")).as("what was shown once").isZero();
      browser.photograph("second-factor-enrolment-refused");
      enter(browser, app.code(Instant.now()).reveal());
      assertThat(browser.path()).as("back where the person wanted to go").isEqualTo("/members/");
      assertThat(browser.text("#caller")).isEqualTo("obliged");
      assertThat(browser.go("/members/vault").path()).isEqualTo("/members/vault");
      browser.go("/auth/account");
      assertThat(browser.count("form[action$='/2fa/totp/remove']")).isZero();
    }
  }

  @Test
  @RunAsClient
  @Proves({"S10", "S64"})
  default void aProgramGetsNothingByAPendingLogin() {
    Answer answer = client().login("twofold", TestUsers.PASSWORD);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("error")).isEqualTo("second_factor_required");
    assertThat(answer.json().get("enrolment_required").asBoolean()).isTrue();
    TestClient holder = client().withToken(answer.text("mfa_token"));
    for (String path :
        List.of("/members/probe", "/members/vault", "/api/ping", "/auth/me", "/auth/2fa")) {
      assertThat(holder.get(path).status()).as(path).isEqualTo(401);
    }
    for (String path : List.of("/auth/2fa/totp/verify", "/auth/2fa/recovery/verify")) {
      Answer refused = holder.postJson(path, Map.of("code", "000000"));
      assertThat(refused.status()).as(path).isEqualTo(401);
    }
  }

  @Test
  @RunAsClient
  default void aProgramIsToldThatTheFirstFactorIsNotEnough() {
    String token = client().login("bob", TestApplication.BOB).text("access_token");
    TestClient bob = client().withToken(token);
    assertThat(bob.get("/members/probe").status()).isEqualTo(200);
    Answer answer = bob.get("/members/vault");
    assertThat(answer.status()).isEqualTo(401);
    // RFC 9470 3.
    assertThat(answer.header("WWW-Authenticate"))
        .startsWith("Bearer")
        .contains("error=\"insufficient_user_authentication\"", "acr_values=\"mfa\"", "max_age=");
    assertThat(answer.text("error")).isEqualTo("insufficient_user_authentication");
  }
}
