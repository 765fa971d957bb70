package dev.portcullis.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("S47")
class LocalPathTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "app",
        "?a",
        "//evil.example",
        "//evil.example/x",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/ /evil.example",
        "https://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/%2F/evil.example",
        "/%2Fevil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "/x/../..//evil.example",
        "/./evil",
        "/x/..",
        "/%2e%2e/x",
        "/x%00",
        "/x%0d%0aSet-Cookie:a",
        "/x\r\nSet-Cookie: a=b",
        "/\u2028/evil.example",
        "/\u00e4",
        "/x%",
        "/[",
        "@evil.example"
      })
  void refusesWhateverABrowserCouldTakeElsewhere(String target) {
    assertThat(LocalPath.parse(target)).isEmpty();
  }

  @Test
  void refusesAnEndlessAddress() {
    assertThat(LocalPath.parse("/" + "a".repeat(3000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/app/",
        "/app/x?a=b&c=https://example.com/",
        "/app/a%20b",
        "/app/gr%C3%BC%C3%9Fe",
        "/app/x#part",
        "/app/a@b",
        "/app/a:b",
        "/app/..x"
      })
  void takesPathsOfThisHost(String target) {
    assertThat(LocalPath.parse(target)).contains(new LocalPath(target));
  }
}
