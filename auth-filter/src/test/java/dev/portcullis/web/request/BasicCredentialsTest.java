package dev.portcullis.web.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** RFC 7617 2: the name ends at the first colon. */
class BasicCredentialsTest {

  @Test
  @Proves("S29")
  void colonsBehindTheFirstAreOfThePassword() {
    var sent = Base64.getEncoder().encodeToString("mary:a:b: ".getBytes(StandardCharsets.UTF_8));
    var login = BasicCredentials.parse(sent).orElseThrow();
    assertThat(login.username()).isEqualTo("mary");
    assertThat(login.password().reveal()).isEqualTo("a:b: ");
  }
}
