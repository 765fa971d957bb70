package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.LogCapture;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilterAloneTest {

  @Test
  void anApplicationThatItSufficesForIsNotWarned() {
    try (var log = new LogCapture("dev.portcullis.web")) {
      new FilterAlone(List.of(), Optional.empty(), List.of(), List.of()).tell();
      assertThat(log.lines()).singleElement().asString().contains("auth.door: filter", "EJBs");
    }
  }

  @Test
  void whatItDoesNotReachIsNamedInOneMessage() {
    var beans = IntStream.range(10, 23).mapToObj(i -> "a.Bean" + i).toList();
    try (var log = new LogCapture("dev.portcullis.web")) {
      new FilterAlone(
              List.of("/admin/*", "/admin/*"), Optional.of("BASIC"), beans, List.of("a.Servlet"))
          .tell();
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(1))
          .contains(
              "security-constraints",
              "filter: /admin/*;",
              "login-config BASIC",
              "a.Servlet",
              "a.Bean19 and 3 more")
          .doesNotContain("a.Bean20");
    }
  }
}
