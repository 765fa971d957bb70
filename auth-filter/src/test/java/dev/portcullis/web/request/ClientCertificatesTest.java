package dev.portcullis.web.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.CertificateSettings.ProxyHeader;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.http.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the application sees of a certificate's header that no proxy of ours wrote. */
class ClientCertificatesTest {

  private static HttpServletRequest sent() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getHeaderNames" ->
                      Collections.enumeration(
                          List.of("client-cert", "X-SSL-Client-Cert", "Accept"));
                  case "getHeader" -> "sent";
                  case "getHeaders" -> Collections.enumeration(List.of("sent"));
                  case "getRemoteAddr" -> "192.0.2.7";
                  default -> null;
                });
  }

  @Test
  @Proves("S40")
  void isNothingByAnyName() {
    var certificates =
        new ClientCertificates(ProxyHeader.CLIENT_CERT, new ClientAddress(List.of()));
    var seen = certificates.stripped(sent());
    for (var name : List.of("Client-Cert", "client-cert-chain", "X-Ssl-Client-Cert")) {
      assertThat(seen.getHeader(name)).as(name).isNull();
      assertThat(Collections.list(seen.getHeaders(name))).as(name).isEmpty();
    }
    assertThat(seen.getHeader("Accept")).isEqualTo("sent");
    assertThat(Collections.list(seen.getHeaders("Accept"))).containsExactly("sent");
    assertThat(Collections.list(seen.getHeaderNames())).containsExactly("Accept");
  }
}
