package dev.portcullis.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.config.LocalSettings;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {

  private static final PasswordPolicy POLICY =
      new PasswordPolicy(
          new LocalSettings(true, 15, 47104, 1, 2, 16), List.of("Portcullis", "Order Desk"));

  private static List<String> check(String password) {
    return POLICY.check(
        Confidential.of(password), List.of("mary.miller", "mary.miller@example.com"));
  }

  @Test
  @Proves("S28")
  void takesFifteenCharactersAndNotFourteen() {
    assertThat(check("kx8mQ2vZr9Lpw4T")).isEmpty();
    assertThat(check("kx8mQ2vZr9Lpw4")).containsExactly("password.too_short");
  }

  @Test
  @Proves("S28")
  void countsCodePointsNotCharsOrBytes() {
    // Three code points of two chars and four bytes each, and twelve or eleven others.
    assertThat(check("\ud83d\udc22\ud83e\udd92\ud83e\udd9akx8mQ2vZr9Lp")).isEmpty();
    assertThat(check("\ud83d\udc22\ud83e\udd92\ud83e\udd9akx8mQ2vZr9L"))
        .containsExactly("password.too_short");
  }

  @Test
  @Proves("S28")
  void takesLongPasswordsAndAnyKindOfCharacters() {
    assertThat(check("seven lazy herons watched the tide come in again and nobody told")).isEmpty();
    assertThat(check("unruly herons " + "x".repeat(1010))).isEmpty();
    assertThat(check("sieben müde Reiher am Kai")).isEmpty();
    assertThat(check("   spaces around herons   ")).isEmpty();
    assertThat(check("94758120365819274658")).isEmpty();
  }

  @Test
  void refusesMoreThanATrueUserTypes() {
    assertThat(check("unruly herons ".repeat(80))).containsExactly("password.too_long");
    assertThat(check("unruly herons at \ud800 sea")).containsExactly("password.malformed");
  }

  @ParameterizedTest
  @Proves("S31")
  @ValueSource(
      strings = {
        "passwordpassword1",
        "P@ssw0rdP@ssw0rd",
        "123456789012345",
        "aaaaaaaaaaaaaaaaaaaaaaa",
        "qwertyuiopasdfgh",
        "letmeinletmeinplease",
        "administrator123",
        "unquestionably12",
        "drowssapdrowssap1",
        "abcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabc"
      })
  void refusesCommonAndBreachedPasswords(String password) {
    assertThat(check(password)).containsExactly("password.common");
  }

  @ParameterizedTest
  @Proves("S31")
  @ValueSource(
      strings = {
        "Mary.Miller@example.com",
        "marymiller-7-mary",
        "Portcullis2031!",
        "OrderDesk-Miller.mary",
        "mary.miller#4711#"
      })
  void refusesWordsOfTheAccountAndTheApplication(String password) {
    assertThat(check(password)).containsExactly("password.context");
  }

  @Test
  void letsAContextWordStandAmongEnoughOthers() {
    assertThat(check("mary counts unruly herons")).isEmpty();
  }

  @Test
  @Proves("S79")
  void boundsTheWorkForHostileTexts() {
    var hostile = "4@8({[<369!1|70$5+7%2".repeat(48);
    var started = System.nanoTime();
    assertThat(check(hostile)).isEmpty();
    // The estimator alone takes minutes for that length.
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(8));
  }
}
