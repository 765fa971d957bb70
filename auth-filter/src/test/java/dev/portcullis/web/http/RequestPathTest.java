package dev.portcullis.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against containers that are laxer than the one of the other tests. */
@Proves("S80")
class RequestPathTest {

  /** A container that was sent that path below {@code /app} and serves this one. */
  private static Optional<String> read(String sent, String served) {
    var context =
        (ServletContext)
            Proxy.newProxyInstance(
                RequestPathTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (self, method, arguments) -> "/app");
    var request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                RequestPathTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "getRequestURI" -> "/app" + sent;
                      case "getServletPath" -> served;
                      case "getServletContext" -> context;
                      default -> null;
                    });
    return RequestPath.of(request).map(RequestPath::served);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//x",
        "/a//x",
        "/./x",
        "/../x",
        "/a/../x",
        "/a/.",
        "/a/..",
        "/a\\x",
        "/a;/x\\y",
        "/a\nx"
      })
  void aPathThatTheContainerServesAsItIsMayStillBeRefused(String path) {
    assertThat(read(path, path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/a%2Fx, /a/x",
    "/a%5Cx, /a\\x",
    "/a%3Bx, /a;x",
    "/%2e%2e/x, /../x",
    "/%2e/x, /./x",
    "/%2e%2E;p/x, /../x",
    "/;p/x, //x",
    "/a%00, /a",
    "/a%252fx, /a%2fx",
    "/a%7f, /a\u007f",
    "/%c0%ae/x, /./x",
    "/a%, /a%",
    "/a%zz, /a%zz"
  })
  void anEncodedPathIsRefusedWhateverTheContainerMakesOfIt(String sent, String served) {
    assertThat(read(sent, served)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/a, /b", "/a, /A", "/a/b, /a", "/a, /a/b", "/a/, /a/b/c", "/a/x, /a/x;y"})
  void aPathThatTheContainerReadOtherwiseIsRefused(String sent, String served) {
    assertThat(read(sent, served)).isEmpty();
  }

  @Test
  void plainPathsWelcomeFilesAndSessionIdsAreTaken() {
    assertThat(read("/a/x", "/a/x")).contains("/a/x");
    assertThat(read("/a/", "/a/index.jsp")).contains("/a/index.jsp");
    assertThat(read("/", "/index.jsp")).contains("/index.jsp");
    assertThat(read("", "")).contains("/");
    assertThat(read("/a;jsessionid=1/x;p", "/a/x")).contains("/a/x");
    assertThat(read("/100%25", "/100%")).contains("/100%");
  }
}
