package dev.portcullis.web.saved;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.SavedForm;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The GET that brings a form back, as the application sees it: a POST. */
class ReplayedRequestTest {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String ORIGIN = "https://app.example";

  private static ReplayedRequest of(String type, String body) {
    var form =
        new SavedForm(
            "/orders", type, ORIGIN + "/form", body.getBytes(StandardCharsets.ISO_8859_1));
    return new ReplayedRequest(get(), form, ORIGIN);
  }

  /** A GET with a query and headers of its own. */
  private static HttpServletRequest get() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (self, method, arguments) -> answer(method.getName(), arguments));
  }

  private static @Nullable Object answer(String method, Object @Nullable [] arguments) {
    var header = arguments == null ? "" : String.valueOf(arguments[0]);
    return switch (method) {
      case "getMethod" -> "GET";
      case "getParameterMap" -> Map.of("step", new String[] {"2"});
      case "getHeader" -> header.equals("Accept") ? "text/html" : null;
      case "getHeaders" ->
          Collections.enumeration(header.equals("Accept") ? List.of("text/html") : List.of());
      case "getHeaderNames" -> Collections.enumeration(List.of("Accept", "Origin"));
      case "getIntHeader" -> header.equals("DNT") ? 1 : -1;
      default -> null;
    };
  }

  @Test
  void itsHeadersAreThoseOfTheFormAndElseThoseOfTheGet() {
    var request = of(FORM, "a=b");

    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getHeader("content-type")).isEqualTo(FORM);
    assertThat(request.getHeader("Origin")).isEqualTo(ORIGIN);
    assertThat(request.getHeader("Referer")).isEqualTo(ORIGIN + "/form");
    assertThat(request.getHeader("Accept")).isEqualTo("text/html");
    assertThat(Collections.list(request.getHeaders("referer"))).containsExactly(ORIGIN + "/form");
    assertThat(Collections.list(request.getHeaders("Accept"))).containsExactly("text/html");
    assertThat(request.getIntHeader("Content-Length")).isEqualTo(3);
    assertThat(request.getIntHeader("DNT")).isEqualTo(1);
    assertThat(Collections.list(request.getHeaderNames()))
        .containsExactlyInAnyOrder("Accept", "Origin", "Content-Length", "Content-Type", "Referer");
  }

  @Test
  void fieldsStandBehindTheQueryAsTheyWereSent() {
    var request = of(FORM, "step=3&empty&none=&broken=%zz&&a+b=c%26d");

    assertThat(request.getParameterValues("step")).containsExactly("2", "3");
    assertThat(request.getParameter("step")).isEqualTo("2");
    assertThat(request.getParameter("empty")).isEmpty();
    assertThat(request.getParameter("none")).isEmpty();
    assertThat(request.getParameter("broken")).isEqualTo("%zz");
    assertThat(request.getParameter("a b")).isEqualTo("c&d");
    assertThat(request.getParameter("absent")).isNull();
    assertThat(Collections.list(request.getParameterNames())).hasSize(5);
  }

  @Test
  void nobodyChangesThemForWhoeverReadsThemNext() {
    var request = of(FORM, "step=3");
    var values = request.getParameterValues("step");
    assertThat(values).isNotNull();
    if (values != null) {
      values[0] = "9";
    }
    assertThat(request.getParameter("step")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource({
    "'', caf%E9",
    "; charset=UTF-8, caf%C3%A9",
    "; charset=\"utf-8\", caf%C3%A9",
    "; Charset=windows-1252, caf%E9",
    "; charset=nonsense, caf%E9"
  })
  void fieldsAreDecodedAsTheTypeSays(String charset, String sent) {
    assertThat(of(FORM + charset, "a=" + sent).getParameter("a")).isEqualTo("caf\u00E9");
  }

  @Test
  void theApplicationMaySayOtherwiseBeforeItReads() throws Exception {
    var request = of(FORM, "a=caf%C3%A9");
    request.setCharacterEncoding("UTF-8");
    assertThat(request.getParameter("a")).isEqualTo("caf\u00E9");
    request.setCharacterEncoding("ISO-8859-1");
    assertThat(request.getCharacterEncoding()).isEqualTo("UTF-8");
    assertThat(request.getReader().readLine()).isEqualTo("a=caf%C3%A9");
  }
}
