package dev.portcullis.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.OpaqueToken.Kind;
import dev.portcullis.testing.Proves;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class OpaqueTokenTest {

  private final RandomSource random = RandomSource.secure();

  @Test
  @Proves({"S13", "S20"})
  void carries256BitsFromTheRandomSource() {
    int[] drawn = {0};
    var token =
        OpaqueToken.create(
            Kind.REFRESH,
            count -> {
              drawn[0] += count;
              return random.bytes(count);
            });

    assertThat(drawn[0]).isEqualTo(32);
    assertThat(token.text().reveal()).matches("pcr_[A-Za-z0-9_-]{43}");
  }

  @Test
  void neverComesTwice() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 10_000; i++) {
      seen.add(OpaqueToken.create(Kind.SESSION, random).text().reveal());
    }
    assertThat(seen).hasSize(10_000);
  }

  @Test
  @Proves("S10")
  void isReadAsItsOwnKindOnly() {
    for (var made : Kind.values()) {
      var text = OpaqueToken.create(made, random).text();
      for (var read : Kind.values()) {
        assertThat(OpaqueToken.parse(read, text).isPresent())
            .as("%s read as %s", made, read)
            .isEqualTo(made == read);
      }
    }
  }

  @Test
  void refusesAnyOtherForm() {
    var good = OpaqueToken.create(Kind.SESSION, random).text().reveal();

    for (var bad :
        new String[] {
          "",
          "pcs_",
          good + "A",
          good.substring(1),
          good.replace("pcs_", "PCS_"),
          good + "=",
          good.substring(0, 20) + "é" + good.substring(21),
          good.substring(0, 20) + "." + good.substring(21)
        }) {
      assertThat(OpaqueToken.parse(Kind.SESSION, Confidential.of(bad))).as(bad).isEmpty();
    }
  }

  @Test
  @Proves("S13")
  void hashTellsNothingOfTheText() {
    var token = OpaqueToken.create(Kind.REFRESH, random);

    assertThat(token.hash()).matches("[0-9a-f]{64}").doesNotContain(token.text().reveal());
    assertThat(OpaqueToken.parse(Kind.REFRESH, token.text()).orElseThrow().hash())
        .isEqualTo(token.hash());
  }
}
