package dev.portcullis.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThisMachineTest {

  /** What a hostile issuer can put into the DNS. */
  private static final Map<String, String> NAMES =
      Map.of(
          "keys.example.com", "192.0.2.7",
          "inside.example.com", "127.0.0.1",
          "inside6.example.com", "::1",
          "any.example.com", "0.0.0.0");

  private final ThisMachine machine =
      new ThisMachine(
          host -> {
            var number = NAMES.getOrDefault(host, host);
            if (!number.matches("[0-9.]+|\\[?[0-9a-f:.]+]?")) {
              throw new UnknownHostException(host);
            }
            return InetAddress.getAllByName(number);
          });

  @ParameterizedTest
  @Proves("S46")
  @CsvSource({
    "https://keys.example.com/, false",
    "https://192.0.2.7/, false",
    "https://nowhere.example.com/, false",
    "https://localhost/, true",
    "https://LOCALHOST./, true",
    "https://a.localhost/, true",
    "https://127.0.0.2/, true",
    "https://2130706433/, true",
    "https://0.0.0.0/, true",
    "https://[::]/, true",
    "https://[::1]/, true",
    "https://[0:0:0:0:0:0:0:1]/, true",
    "https://[::ffff:127.0.0.1]/, true",
    "https://inside.example.com/, true",
    "https://inside6.example.com/, true",
    "https://any.example.com/, true",
  })
  void isKnownHoweverItIsWritten(String address, boolean here) {
    assertThat(machine.isAt(URI.create(address))).isEqualTo(here);
  }
}
