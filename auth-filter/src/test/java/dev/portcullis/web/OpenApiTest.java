package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.crypto.RandomSource;
import dev.portcullis.web.api.Access;
import dev.portcullis.web.api.Route;
import dev.portcullis.web.api.Routes;
import dev.portcullis.web.page.Pages;
import dev.portcullis.web.request.WebContext;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.Settings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The published description holds exactly the operations that run. */
class OpenApiTest {

  private static final JsonNode DOCUMENT = read();

  private static JsonNode read() {
    return new YAMLMapper()
        .readTree(Objects.requireNonNull(Routes.class.getResourceAsStream("openapi.yaml")));
  }

  private static Routes routes() throws Exception {
    var web =
        WebContext.of(
            new FakeDomain(),
            new Settings().build(),
            "/app",
            Clock.systemUTC(),
            RandomSource.secure());
    try (var server = new TestServer(new Settings().build())) {
      return PortcullisStartup.routes(Pages.of(web, server.servletContext()));
    }
  }

  @Test
  void everyOperationIsDescribedAndNoOther() throws Exception {
    var running = new TreeMap<String, Set<String>>();
    for (Route route : routes().table()) {
      var key = route.method() + " " + route.template();
      running.computeIfAbsent(key, k -> new TreeSet<>()).addAll(route.consumes());
    }
    assertThat(described()).isEqualTo(running);
  }

  private static Map<String, Set<String>> described() {
    var described = new TreeMap<String, Set<String>>();
    for (var path : DOCUMENT.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        var key = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
        var types = new TreeSet<String>();
        var content = operation.getValue().path("requestBody").path("content");
        types.addAll(content.propertyNames());
        described.put(key, types);
      }
    }
    return described;
  }

  @Test
  void whatNeedsACallerSaysSo() throws Exception {
    for (Route route : routes().table()) {
      var operation =
          DOCUMENT.get("paths").get(route.template()).get(route.method().toLowerCase(Locale.ROOT));
      boolean secured =
          operation.path("security").findParents("session").size() > 0
              || operation.path("security").findParents("bearer").size() > 0;
      assertThat(secured)
          .as(route.method() + " " + route.template())
          .isEqualTo(route.access() != Access.PUBLIC);
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    var references = new ArrayList<String>();
    DOCUMENT.findValues("$ref").forEach(node -> references.add(node.stringValue()));
    assertThat(references).isNotEmpty();
    for (var reference : references) {
      assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void itIsServed() throws Exception {
    try (var server = new TestServer(new Settings().build())) {
      var answer = server.http().get("/app/auth/openapi.yaml");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).startsWith("openapi: 3.1.0");
      assertThat(List.of(answer.header("Content-Type").orElseThrow()))
          .allMatch(type -> type.startsWith("application/yaml"));
    }
  }
}
