package dev.portcullis.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.Test;

@Proves("S76")
class CsrfTokensTest {

  private static final CsrfTokens TOKENS = tokens("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

  private static CsrfTokens tokens(String key) {
    return new CsrfTokens(
        EncryptionKey.parse(Confidential.of(key), RandomSource.secure()).orElseThrow());
  }

  @Test
  void aTokenProvesItsOwnSessionOnly() {
    var token = TOKENS.forSession("one");
    assertThat(TOKENS.provesSession(token, "one")).isTrue();
    assertThat(TOKENS.provesSession(token, "two")).isFalse();
    assertThat(TOKENS.provesLogin(token, "one")).isFalse();
    assertThat(tokens("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").provesSession(token, "one"))
        .isFalse();
  }

  @Test
  void missingEmptyCutAndChangedTokensProveNothing() {
    var token = TOKENS.forSession("one");
    assertThat(TOKENS.provesSession(null, "one")).isFalse();
    assertThat(TOKENS.provesSession("", "one")).isFalse();
    assertThat(TOKENS.provesSession("%%%", "one")).isFalse();
    for (int length = 1; length < token.length(); length++) {
      assertThat(TOKENS.provesSession(token.substring(0, length), "one")).isFalse();
    }
    for (int i = 0; i < token.length() - 1; i++) {
      var other = token.charAt(i) == 'A' ? 'B' : 'A';
      var changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(TOKENS.provesSession(changed, "one")).isFalse();
    }
  }

  @Test
  void beforeLoginATokenNeedsItsCookie() {
    var token = TOKENS.forLogin("cookie");
    assertThat(TOKENS.provesLogin(token, "cookie")).isTrue();
    assertThat(TOKENS.provesLogin(token, null)).isFalse();
    assertThat(TOKENS.provesLogin(TOKENS.forLogin(""), "")).isFalse();
  }
}
