package dev.portcullis.web.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorParserTest {

  private static Descriptor parse(String xml) throws XMLStreamException {
    return DescriptorParser.parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anOldDescriptorWithADoctypeIsRead() throws Exception {
    var descriptor =
        parse(
            """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN"
              "http://127.0.0.1:1/web-app_2_3.dtd">
            <web-app>
              <display-name>Ledger</display-name>
              <login-config>
                <auth-method> Form </auth-method>
                <realm-name>file</realm-name>
                <form-login-config>
                  <form-login-page>login.jsp?from=form</form-login-page>
                  <form-error-page>/error.jsp</form-error-page>
                </form-login-config>
              </login-config>
            </web-app>
            """);
    assertThat(descriptor.loginConfig())
        .isEqualTo(new LoginConfig("FORM", "file", "/login.jsp?from=form", "/error.jsp"));
    assertThat(descriptor.metadataComplete()).isFalse();
  }

  @Test
  void nothingOutsideIsLoaded(@TempDir Path folder) throws Exception {
    var secret = Files.writeString(folder.resolve("secret"), "/stolen.jsp");
    try (var spy = new ServerSocket(0)) {
      spy.setSoTimeout(300);
      for (var address :
          new String[] {
            secret.toUri().toString(), "http://127.0.0.1:" + spy.getLocalPort() + "/x"
          }) {
        var xml =
            "<!DOCTYPE web-app [<!ENTITY e SYSTEM \""
                + address
                + "\">]>"
                + "<web-app><login-config><auth-method>FORM</auth-method><form-login-config>"
                + "<form-login-page>&e;</form-login-page></form-login-config></login-config></web-app>";
        assertThatThrownBy(() -> parse(xml)).isInstanceOf(XMLStreamException.class);
        var dtd = "<!DOCTYPE web-app SYSTEM \"" + address + "\"><web-app/>";
        assertThat(parse(dtd).loginConfig()).isNull();
      }
      assertThatThrownBy(spy::accept).isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  void anEntityAnywhereIsAnError() {
    assertThatThrownBy(
            () ->
                parse("<!DOCTYPE web-app [<!ENTITY e \"<login-config/>\">]><web-app>&e;</web-app>"))
        .isInstanceOf(XMLStreamException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'<http-method>GET</http-method>', true",
    "'<http-method>POST</http-method><http-method>PUT</http-method>', true",
    "'<http-method>GET</http-method><http-method>POST</http-method>', false",
    "'<http-method-omission>POST</http-method-omission>', true",
    "'', false"
  })
  void aConstraintThatTellsGetFromPostIsKnown(String methods, boolean bound) throws Exception {
    var descriptor =
        parse(
            "<web-app metadata-complete='true'><security-constraint><web-resource-collection>"
                + "<web-resource-name>n</web-resource-name><url-pattern>/a/*</url-pattern>"
                + methods
                + "</web-resource-collection><auth-constraint/></security-constraint></web-app>");
    assertThat(descriptor.methodBound().contains("/a/*")).isEqualTo(bound);
    assertThat(descriptor.metadataComplete()).isTrue();
  }
}
