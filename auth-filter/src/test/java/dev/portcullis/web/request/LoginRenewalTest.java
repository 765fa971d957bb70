package dev.portcullis.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.Settings;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container that does not renew the HttpSession's id (S19). */
class LoginRenewalTest {

  private final FakeDomain domain = new FakeDomain();
  private final List<String> written = new ArrayList<>();
  private final Room room = room();

  private Room room() {
    var web =
        WebContext.of(
            domain, new Settings().build(), "/app", Clock.systemUTC(), RandomSource.secure());
    var refusals = new RefusalWriter(web, (request, refusal, id) -> "");
    return new Room(web, (request, response, state) -> {}, refusals);
  }

  @ParameterizedTest
  @Proves("S19")
  @ValueSource(strings = {"keeps its id", "throws"})
  void thenThereIsNoSession(String behaviour) {
    assertThatThrownBy(
            () -> room.login(request(behaviour), response(), "alice", FakeDomain.PASSWORD))
        .isInstanceOf(TemporarilyUnavailableException.class);
    assertThat(domain.liveSessions()).isZero();
    assertThat(written).doesNotContain("addCookie");
  }

  @Test
  void theControlLogsIn() {
    assertThat(room.login(request("renews"), response(), "alice", FakeDomain.PASSWORD)).isTrue();
    assertThat(domain.liveSessions()).isEqualTo(1);
    assertThat(written).contains("addCookie");
  }

  private static HttpServletRequest request(String behaviour) {
    var session =
        proxy(HttpSession.class, (method, arguments) -> method.equals("getId") ? "before" : null);
    return proxy(
        HttpServletRequest.class,
        (method, arguments) ->
            switch (method) {
              case "getSession" -> session;
              case "changeSessionId" -> changed(behaviour);
              case "getServerName" -> "localhost";
              case "getRemoteAddr" -> "127.0.0.1";
              case "getRequestURI" -> "/app/x";
              case "getServletPath" -> "/x";
              case "getMethod" -> "GET";
              case "getServletContext" -> proxy(ServletContext.class, (m, a) -> "/app");
              case "getHeaders" -> Collections.emptyEnumeration();
              default -> null;
            });
  }

  private static String changed(String behaviour) {
    if (behaviour.equals("throws")) {
      throw new IllegalStateException("no renewal here");
    }
    return behaviour.equals("renews") ? "after" : "before";
  }

  private HttpServletResponse response() {
    return proxy(
        HttpServletResponse.class,
        (method, arguments) -> {
          written.add(method);
          return Map.of("isCommitted", false).get(method);
        });
  }

  /** What a method of the stub gives. */
  private interface Behaviour {
    @Nullable Object call(String method, Object @Nullable [] arguments);
  }

  private static <T> T proxy(Class<T> type, Behaviour behaviour) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> behaviour.call(method.getName(), arguments)));
  }
}
