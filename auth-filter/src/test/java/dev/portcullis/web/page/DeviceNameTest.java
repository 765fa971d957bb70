package dev.portcullis.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox on Linux
          Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 | Chrome on Windows
          Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0 | Edge on Windows
          Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15 | Safari on macOS
          Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1 | Safari on iPhone
          Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0.7204.53 Mobile/15E148 Safari/604.1 | Chrome on iPhone
          Mozilla/5.0 (Linux; Android 15; SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36 | Samsung Internet on Android
          curl/8.5.0 | curl/8.5.0
          Java-http-client/17.0.12 | Java-http-client/17.0.12
          """)
  void namesWhatPeopleUse(String userAgent, String name) {
    assertThat(nameOf(userAgent)).isEqualTo(name);
  }

  @Test
  void shortensWhatItDoesNotKnowWithoutCuttingACharacter() {
    assertThat(nameOf("😀".repeat(100))).isEqualTo("😀".repeat(60) + "…");
  }

  @Test
  void saysSoWhereThereIsNone() {
    assertThat(nameOf(null)).isEqualTo("Unknown device");
    assertThat(nameOf("  ")).isEqualTo("Unknown device");
  }

  private static String nameOf(@Nullable String userAgent) {
    return DeviceName.of(userAgent, TextCatalog.load(NoFiles.INSTANCE).forReader("en"));
  }
}
