package dev.portcullis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.Test;

class ConfidentialTest {

  @Test
  @Proves("S71")
  void isRedactedWhereverItIsPrinted() {
    var login = new PasswordLogin("alice", Confidential.of("correct horse"), null);

    assertThat(login.toString()).doesNotContain("correct horse").contains("<redacted>");
  }

  @Test
  @Proves("S29")
  void changesNothing() {
    var text = "  Ünïcode\u0301 \t 😀 ";

    assertThat(Confidential.of(text).reveal()).isEqualTo(text);
    assertThat(Confidential.of("😀é").length()).isEqualTo(2);
  }

  @Test
  void equalsByContent() {
    assertThat(Confidential.of("a"))
        .isEqualTo(Confidential.of("a"))
        .isNotEqualTo(Confidential.of("b"));
  }
}
