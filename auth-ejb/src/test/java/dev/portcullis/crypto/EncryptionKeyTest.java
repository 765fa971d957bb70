package dev.portcullis.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.testing.Proves;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncryptionKeyTest {

  private final EncryptionKey key = key((byte) 1);

  private static EncryptionKey key(byte fill) {
    var bytes = new byte[32];
    Arrays.fill(bytes, fill);
    return EncryptionKey.parse(
            Confidential.of(Base64.getEncoder().encodeToString(bytes)), RandomSource.secure())
        .orElseThrow();
  }

  @Test
  void opensWhatItSealed() {
    var sealed = key.seal("signing key", "row 1", "secret".getBytes(UTF_8));

    assertThat(key.open("signing key", "row 1", sealed)).hasValue("secret".getBytes(UTF_8));
    assertThat(sealed).doesNotContain("secret");
  }

  @Test
  void opensForNoOtherRowPurposeOrKey() {
    var sealed = key.seal("signing key", "row 1", "secret".getBytes(UTF_8));

    assertThat(key.open("signing key", "row 2", sealed)).isEmpty();
    assertThat(key.open("saved request", "row 1", sealed)).isEmpty();
    assertThat(key((byte) 2).open("signing key", "row 1", sealed)).isEmpty();
  }

  @Test
  void refusesASealedTextInWhichAnyCharacterWasChanged() {
    var sealed = key.seal("signing key", "row 1", "secret".getBytes(UTF_8));

    for (int i = 0; i < sealed.length(); i++) {
      char other = sealed.charAt(i) == 'A' ? 'Q' : 'A';
      var changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      // The last character of base64url has bits that stand for nothing: it is left alone.
      if (i < sealed.length() - 1) {
        assertThat(key.open("signing key", "row 1", changed)).as("character %d", i).isEmpty();
      }
    }
    assertThat(key.open("signing key", "row 1", "")).isEmpty();
    assertThat(key.open("signing key", "row 1", "not base64!")).isEmpty();
  }

  @Test
  void sealsTheSameTextDifferentlyEachTime() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      seen.add(key.seal("signing key", "row 1", "secret".getBytes(UTF_8)));
    }
    assertThat(seen).hasSize(100);
  }

  @Test
  void macBelongsToOnePurposeAndOneText() {
    var mac = key.mac("csrf", "session 1");

    assertThat(key.verifies("csrf", "session 1", mac)).isTrue();
    assertThat(key.verifies("csrf", "session 2", mac)).isFalse();
    assertThat(key.verifies("cookie", "session 1", mac)).isFalse();
    assertThat(key.verifies("csrf", "session 1", new byte[0])).isFalse();
  }

  @Test
  @Proves("S73")
  void isNotMadeFromAnythingBut32Bytes() {
    for (int length : new int[] {0, 16, 31, 33, 64}) {
      var text = Base64.getEncoder().encodeToString(new byte[length]);
      assertThat(EncryptionKey.parse(Confidential.of(text), RandomSource.secure()))
          .as("%d bytes", length)
          .isEmpty();
    }
    assertThat(EncryptionKey.parse(Confidential.of("hunter2 hunter2"), RandomSource.secure()))
        .isEmpty();
  }

  @Test
  void opensWhatTheKeysBesideItSealedAndSealsByItself() {
    var old = key((byte) 2);
    var next = key((byte) 3);
    var ring = key.beside(List.of(old), List.of(next));
    for (var other : List.of(old, next)) {
      var sealed = other.seal("signing key", "row 1", "secret".getBytes(UTF_8));
      assertThat(ring.open("signing key", "row 1", sealed)).hasValue("secret".getBytes(UTF_8));
      var fromBeforeKeysHadIds = sealed.substring(sealed.indexOf('.') + 1);
      assertThat(ring.open("signing key", "row 1", fromBeforeKeysHadIds)).isPresent();
      assertThat(key.open("signing key", "row 1", sealed)).isEmpty();
      assertThat(ring.verifies("csrf", "session 1", other.mac("csrf", "session 1"))).isTrue();
      assertThat(key.verifies("csrf", "session 1", other.mac("csrf", "session 1"))).isFalse();
    }
    assertThat(EncryptionKey.idOf(ring.seal("signing key", "row 1", new byte[1])))
        .hasValue(key.id());
    assertThat(ring.mac("csrf", "session 1")).isEqualTo(key.mac("csrf", "session 1"));
    assertThat(ring.acceptedIds()).containsExactly(key.id(), next.id(), old.id());
    assertThat(ring.previousIds()).containsExactly(old.id());
  }

  @Test
  void tellsKeysApartWithoutTellingThem() {
    assertThat(key.id()).hasSize(8).isEqualTo(key((byte) 1).id()).isNotEqualTo(key((byte) 2).id());
  }
}
