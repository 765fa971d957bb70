package dev.portcullis.jose;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Proves("S7")
class JsonReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " { \"a\" : [ 1 , -2.5e+3 , true , false , null , \"x\" , { } ] }\r\n\t",
        "0",
        "-0",
        "1.0E-1",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00\"",
        "{\"a\":{\"a\":1},\"b\":{\"a\":2}}",
        "[[[[[[[[]]]]]]]]",
        "\"ä€😀\u007f\"",
      })
  void passesOverWhatIsJson(String json) {
    assertThatCode(() -> readWhole(json.getBytes(UTF_8))).doesNotThrowAnyException();
    assertThatCode(() -> new JsonMapper().readTree(json)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[1",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{} {}",
        "{}x",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "0x1",
        "NaN",
        "Infinity",
        "tru",
        "truex",
        "nul",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"\n\"",
        "\"\u0000\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ud83dx\"",
        "// comment\n1",
        "{\"a\":1,\"a\":2}",
        "{\"x\":{\"a\":1,\"a\":1}}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\\u0061\":1,\"b\":0,\"a\":2}",
        "[[[[[[[[[]]]]]]]]]",
        "\uFEFF{}",
      })
  void refusesWhatIsNotOrCouldBeReadInTwoWays(String json) {
    assertRefused(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080",
        "\u00c3",
        "\u00c3(",
        "\u00c0\u0080",
        "\u00c1\u00bf",
        "\u00e0\u0080\u0080",
        "\u00ed\u00a0\u0080",
        "\u00ed\u00bf\u00bf",
        "\u00f0\u0080\u0080\u0080",
        "\u00f4\u0090\u0080\u0080",
        "\u00f5\u0080\u0080\u0080",
        "\u00ff",
        "\u00e2\u0082",
        "\u00e2(\u00a1",
        "\u00f0\u009f\u0098",
        "\u00f0\u009f(\u0080"
      })
  void refusesWhatIsNotUtf8(String bytes) {
    assertRefused(("\"" + bytes + "\"").getBytes(ISO_8859_1));
    assertRefused(("\"\\n" + bytes + "\"").getBytes(ISO_8859_1));
    assertRefused(("\"" + bytes).getBytes(ISO_8859_1));
  }

  @Test
  void decodesEscapesWithoutTouchingItsInput() throws Exception {
    var json = "[\"a\\u00e4\\u20ac\\ud83d\\ude00\\n\\\"b\", \"plain\"]".getBytes(UTF_8);
    var before = json.clone();
    var reader = new JsonReader(json);
    reader.beginArray();
    assertThat(reader.nextElement()).isTrue();
    assertThat(reader.string()).isEqualTo("aä€😀\n\"b");
    assertThat(reader.nextElement()).isTrue();
    assertThat(reader.stringIs("plain".getBytes(UTF_8))).isTrue();
    assertThat(reader.nextElement()).isFalse();
    reader.end();
    assertThat(json).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "1E0", "\"1\"", "1234567890123456", "null", "01", "[1]"})
  void takesOnlyPlainIntegersWhereOneIsNeeded(String json) {
    assertThatThrownBy(() -> new JsonReader(json.getBytes(UTF_8)).integer())
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void readsIntegers() throws Exception {
    assertThat(new JsonReader(" 0".getBytes(UTF_8)).integer()).isZero();
    assertThat(new JsonReader("-12".getBytes(UTF_8)).integer()).isEqualTo(-12);
    assertThat(new JsonReader("123456789012345".getBytes(UTF_8)).integer())
        .isEqualTo(123456789012345L);
  }

  @Test
  void remembersManyNames() {
    var json = new StringBuilder("{\"last\":0");
    for (int i = 0; i < 100; i++) {
      json.append(",\"n").append(i).append("\":0");
    }
    assertThatCode(() -> readWhole((json + "}").getBytes(UTF_8))).doesNotThrowAnyException();
    assertRefused((json + ",\"n0\":0}").getBytes(UTF_8));
  }

  private static void assertRefused(byte[] json) {
    assertThatThrownBy(() -> readWhole(json)).isInstanceOf(MalformedException.class);
  }

  private static void readWhole(byte[] json) throws MalformedException {
    var reader = new JsonReader(json);
    reader.skip();
    reader.end();
  }
}
