package dev.portcullis.command.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.command.TestArchive;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileArchiveTest {

  @Test
  void namesThatLeaveTheFolder() {
    for (var name :
        new String[] {
          "../../etc/passwd", "/etc/passwd", "a/../../b", "a\\..\\b", "C:/x", "./a", "a//b", "a\nb"
        }) {
      assertRefused(new TestArchive().with(name, "x").bytes(), "outside of the application");
    }
    assertThat(parse(new TestArchive().with("a..b/c...", "x").bytes()).has("a..b/c...")).isTrue();
  }

  @Test
  void aNameTwice() {
    byte[] zip = new TestArchive().with("a/1.txt", "x").with("a/2.txt", "y").bytes();
    assertRefused(replaced(zip, "a/2.txt", "a/1.txt"), "has a/1.txt twice");
  }

  @Test
  void aNameThatDiffersBetweenDirectoryAndEntry() {
    byte[] zip = new TestArchive().with("a/1.txt", "x").bytes();
    int first = indexOf(zip, "a/1.txt", 0);
    zip[first + 2] = '9';
    assertRefused(zip, "described in two different ways");
  }

  @Test
  void entriesThatLieInOneAnother() {
    byte[] zip = new TestArchive().with("a", "x".repeat(50)).with("a", "y").with("b", "z").bytes();
    var bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(zip.length - "packed in 2014".length() - 6);
    // The first one's data reach into the second.
    bytes.putInt(directory + 20, 5_000);
    assertRefused(zip, "lie in one another");
  }

  @Test
  void aSizeThatIsTooSmall() {
    byte[] zip = new TestArchive().with("a", "x".repeat(100_000)).bytes();
    var bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(zip.length - "packed in 2014".length() - 6);
    bytes.putInt(directory + 24, 1_000);
    var image = parse(zip);
    assertThatThrownBy(() -> image.content(image.find("a").orElseThrow(), new Budget(1 << 20)))
        .isInstanceOf(UnacceptableArchiveException.class)
        .hasMessageContaining("may be a bomb");
  }

  @Test
  void moreThanIsUnpackedInAll() {
    var image = parse(new TestArchive().with("a", "x".repeat(600)).with("b", "y").bytes());
    var budget = new Budget(1_000);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2; i++) {
                image.content(image.find("a").orElseThrow(), budget);
              }
            })
        .isInstanceOf(UnacceptableArchiveException.class)
        .hasMessageContaining("may be a bomb");
  }

  @Test
  void contentThatIsDamaged() {
    byte[] zip = new TestArchive().with("a", "hello hello hello").bytes();
    zip[33] ^= 4;
    var image = parse(zip);
    assertThatThrownBy(() -> image.content(image.find("a").orElseThrow(), new Budget(1_000)))
        .isInstanceOf(UnacceptableArchiveException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void whatIsNoArchive() {
    assertRefused(new byte[0], "is no WAR or EAR");
    assertRefused("hello".repeat(100).getBytes(StandardCharsets.UTF_8), "is no WAR or EAR");
  }

  /** Whatever is broken, the answer is a refusal and never another exception. */
  @Test
  void anyOtherDamage() {
    byte[] zip = TestArchive.war().bytes();
    var random = new Random(20);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = zip.clone();
      for (int j = 0; j <= i % 3; j++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      try {
        var image = ZipImage.parse(ByteBuffer.wrap(broken));
        for (var entry : image.entries()) {
          image.content(entry, new Budget(1 << 20));
        }
      } catch (UnacceptableArchiveException refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }

  private static void assertRefused(byte[] zip, String message) {
    assertThatThrownBy(() -> ZipImage.parse(ByteBuffer.wrap(zip)))
        .isInstanceOf(UnacceptableArchiveException.class)
        .hasMessageContaining(message);
  }

  private static ZipImage parse(byte[] zip) {
    try {
      return ZipImage.parse(ByteBuffer.wrap(zip));
    } catch (UnacceptableArchiveException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] replaced(byte[] zip, String from, String to) {
    byte[] changed = zip.clone();
    for (int at = indexOf(changed, from, 0); at >= 0; at = indexOf(changed, from, at + 1)) {
      System.arraycopy(to.getBytes(StandardCharsets.UTF_8), 0, changed, at, to.length());
    }
    return changed;
  }

  private static int indexOf(byte[] zip, String text, int from) {
    return new String(zip, StandardCharsets.ISO_8859_1).indexOf(text, from);
  }
}
