package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Proves("S40")
class ClientAddressTest {

  @Test
  void headersCountForNothingWithoutAProxy() throws Exception {
    try (var server = new TestServer(new Settings().build())) {
      var answer =
          server
              .http()
              .get(
                  "/app/x",
                  "X-Forwarded-For: 192.0.2.1",
                  "Forwarded: for=192.0.2.1",
                  "X-Request-Id: chosen-by-the-client");
      assertThat(answer.body()).contains("address=127.0.0.1");
      assertThat(answer.body()).doesNotContain("correlation=chosen");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          X-Forwarded-For: 192.0.2.1                              | 192.0.2.1
          X-Forwarded-For: 6.6.6.6, 192.0.2.1                     | 192.0.2.1
          X-Forwarded-For: 6.6.6.6, 192.0.2.1, 10.0.0.5           | 192.0.2.1
          X-Forwarded-For: 192.0.2.1:4711                         | 192.0.2.1
          X-Forwarded-For: 2001:db8::1                            | 2001:db8::1
          X-Forwarded-For: [2001:db8::1]:4711                     | 2001:db8::1
          X-Forwarded-For: evil.example                           | 127.0.0.1
          X-Forwarded-For: 6.6.6.6, unknown                       | 127.0.0.1
          X-Forwarded-For: 10.0.0.5                               | 10.0.0.5
          X-Forwarded-For: 6.6.6.6, 010.0.0.5                     | 127.0.0.1
          X-Forwarded-For: 6.6.6.6, 10.0.0.999                    | 127.0.0.1
          X-Forwarded-For: .:cafe                                 | 127.0.0.1
          Forwarded: for=6.6.6.6, for="[2001:db8::2]:80";proto=https | 2001:db8::2
          Forwarded: proto=https                                  | 127.0.0.1
          """)
  void behindAProxyTheLastAddressThatIsNoProxyCounts(String header, String expected)
      throws Exception {
    try (var server = behindProxy()) {
      assertThat(server.http().get("/app/x", header).body()).contains("address=" + expected + "\n");
    }
  }

  @Test
  @Proves("S79")
  void aLongHeaderTakesNoLongTime() throws Exception {
    var header = "X-Forwarded-For: " + ":".repeat(60_000) + "g";
    try (var proxied = behindProxy();
        var direct = new TestServer(new Settings().build())) {
      assertThat(proxied.http().get("/app/x", header).body()).contains("address=127.0.0.1");
      assertThat(direct.http().get("/app/x", header).body()).contains("address=127.0.0.1");
    }
  }

  @Test
  void severalLinesAreOneList() throws Exception {
    try (var server = behindProxy()) {
      assertThat(
              server
                  .http()
                  .get("/app/x", "X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 192.0.2.1")
                  .body())
          .contains("address=192.0.2.1");
    }
  }

  @Test
  void twoHeadersThatDisagreeProveNothing() throws Exception {
    try (var server = behindProxy()) {
      assertThat(
              server
                  .http()
                  .get("/app/x", "X-Forwarded-For: 192.0.2.1", "Forwarded: for=6.6.6.6")
                  .body())
          .contains("address=127.0.0.1");
    }
  }

  @Test
  void aProxysCorrelationIdGoesOnIfItIsWellFormed() throws Exception {
    try (var server = behindProxy()) {
      var answer = server.http().get("/app/x", "X-Request-Id: req-12345678");
      assertThat(answer.header("X-Request-Id")).contains("req-12345678");
      assertThat(answer.body()).contains("correlation=req-12345678");
      assertThat(server.http().get("/app/x", "X-Request-Id: a b<script>").body())
          .doesNotContain("script");
    }
  }

  private static TestServer behindProxy() throws Exception {
    return new TestServer(
        new Settings().trustedProxy("127.0.0.1").trustedProxy("10.0.0.0/8").build());
  }
}
