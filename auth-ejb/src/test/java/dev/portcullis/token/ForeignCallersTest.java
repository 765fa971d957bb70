package dev.portcullis.token;

import static dev.portcullis.token.ForeignTokens.OTHER;
import static dev.portcullis.token.ForeignTokens.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the tokens of other issuers stand for, and with what roles. */
class ForeignCallersTest {

  private final ForeignTokens foreign = new ForeignTokens();

  @Test
  void aGoodTokenStandsForItsSubject() {
    var caller = foreign.caller(foreign.corp(claims -> {}));
    assertThat(caller.getUsername()).isEqualTo("corp:f81d4fae");
    assertThat(caller.getId()).matches("[0-9a-f]{32}");
    assertThat(caller.getAuthenticatedAt().getEpochSecond()).isZero();
  }

  @Test
  @Proves({"S11", "S85"})
  void rolesComeOfTheMappedClaimAndNeverTheAdministrators() {
    assertThat(foreign.caller(foreign.corp(claims -> {})).getRoles()).containsExactly("clerk");
    foreign.start("role_mapping: {clerk: [user, auth-admin]}");
    assertThat(foreign.caller(foreign.corp(claims -> {})).getRoles())
        .containsExactlyInAnyOrder("user", "auth-admin");
    assertThat(foreign.caller(foreign.corp(claims -> claims.remove("realm_access"))).getRoles())
        .isEmpty();
  }

  @Test
  @Proves("S11")
  void theSameSubjectOfTwoIssuersIsTwoCallers() {
    var one = foreign.caller(foreign.corp(claims -> {}));
    var two = foreign.caller(foreign.token(foreign.claims(OTHER), OTHER_KEY.signer("o1")));
    assertThat(two.getId()).isNotEqualTo(one.getId());
    assertThat(two.getUsername()).isEqualTo("other.example.com:f81d4fae");
    assertThat(two.getSessionId()).isNotEqualTo(one.getSessionId());
  }

  @Test
  @Proves("S11")
  void subjectsAreComparedByteForByte() {
    var random = new Random(11);
    var alphabet = List.of("a", "A", "á", "a\u0301", "\uFF41", "ß", "ss", "İ", "i", "0", "Ω", "Ω");
    var subjects = new HashSet<String>();
    for (int i = 0; i < 300; i++) {
      var subject = new StringBuilder();
      int length = 1 + random.nextInt(4);
      for (int j = 0; j < length; j++) {
        subject.append(alphabet.get(random.nextInt(alphabet.size())));
      }
      subjects.add(subject.toString());
    }
    Set<String> ids = new HashSet<>();
    for (var subject : subjects) {
      var caller = foreign.caller(foreign.corp(claims -> claims.put("sub", subject)));
      assertThat(caller.getUsername()).isEqualTo("corp:" + subject);
      ids.add(caller.getId());
    }
    assertThat(ids).hasSameSizeAs(subjects);
  }

  @ParameterizedTest
  @Proves("S11")
  @ValueSource(strings = {"", " a", "a ", "a\n", "a\u202Eb", "a\u200Bb", "a\u0000"})
  void aSubjectThatReadsAsAnotherIsRefused(String subject) {
    assertThat(foreign.verdict(foreign.corp(claims -> claims.put("sub", subject))))
        .isEqualTo("claims");
  }

  @Test
  @Proves("S83")
  void aNameFromElsewhereIsNeverThatOfALocalAccount() {
    foreign.start("username_claim: preferred_username");
    assertThat(foreign.caller(foreign.corp(claims -> {})).getUsername()).isEqualTo("corp:admin");
    assertThat(foreign.verdict(foreign.corp(claims -> claims.remove("preferred_username"))))
        .isEqualTo("claims");
  }

  @ParameterizedTest
  @Proves("S83")
  @ValueSource(
      strings = {"other.example.com:f81d4fae", "OTHER.example.com:x", "\uFF4Fther.example.com:x"})
  void aPlainNameIsNeverThatOfAnotherIssuersCaller(String subject) {
    foreign.start("principal: plain");
    assertThat(foreign.caller(foreign.corp(claims -> {})).getUsername()).isEqualTo("f81d4fae");
    assertThat(foreign.verdict(foreign.corp(claims -> claims.put("sub", subject))))
        .isEqualTo("claims");
    assertThat(foreign.caller(foreign.corp(claims -> claims.put("sub", "corp:x"))).getUsername())
        .isEqualTo("corp:x");
  }
}
