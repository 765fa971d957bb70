package dev.portcullis.web.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.ClientInfo;
import dev.portcullis.config.CertificateSettings;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.FakeDomain;
import dev.portcullis.web.testing.Settings;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Tomcat does not do by itself: identities of others, and sessions that end meanwhile. */
class PortcullisRequestTest {

  private final FakeDomain domain = new FakeDomain();
  private final Room room = room(new Settings());

  private Room room(Settings settings) {
    var web =
        WebContext.of(domain, settings.build(), "/app", Clock.systemUTC(), RandomSource.secure());
    return new Room(
        web,
        (request, response, state) -> {},
        new RefusalWriter(web, (request, refusal, id) -> ""));
  }

  @Test
  void nobodyGetsTheNameOfOneMechanismAndTheRolesOfAnother() {
    var ofContainer = new CallerPrincipal("alice");
    assertThat(asBob(ofContainer, ContainerRole.ASKS_ANOTHER).getRemoteUser()).isEqualTo("alice");
    assertThat(asBob(ofContainer, ContainerRole.ASKS_ANOTHER).isUserInRole("admin")).isFalse();
  }

  @Test
  void theCallersRolesCountWhereTheContainerKnowsNobodyElse() {
    assertThat(asBob(null, ContainerRole.ASKS_ANOTHER).getRemoteUser()).isEqualTo("bob");
    assertThat(asBob(null, ContainerRole.ASKS_ANOTHER).isUserInRole("admin")).isTrue();
    // Some containers know declared roles only.
    assertThat(asBob(new CallerPrincipal("bob"), ContainerRole.ASKS_US).isUserInRole("admin"))
        .isTrue();
  }

  /** A request with bob's session. */
  private PortcullisRequest asBob(@Nullable CallerPrincipal ofContainer, ContainerRole container) {
    var request = request(null, ofContainer);
    var response = response();
    var state = new RequestState("/x", new ClientInfo("127.0.0.1", null, "id"), request, response);
    var secret = domain.signIn("bob");
    var bob = domain.sessions().check(dev.portcullis.Confidential.of(secret), state.client());
    state.setOutcome(
        bob.fold(
            live -> new RequestOutcome.Granted(live.caller(), CredentialKind.SESSION),
            RequestOutcome.NotPresented::new));
    return new PortcullisRequest(room, state, request, response, container);
  }

  @Test
  @Proves("S84")
  void anHttpSessionThatEndsMeanwhileIsNone() {
    var ended =
        proxy(
            HttpSession.class,
            (method, arguments) -> {
              throw new IllegalStateException("invalidated");
            });
    var state = room.enter(request(ended, null), response());
    assertThat(state.caller()).isEmpty();
    assertThat(room.verdict(request(ended, null), state)).isEmpty();
  }

  @Test
  @Proves("S40")
  void aMechanismOfTheApplicationSeesNoCertificateThatAClientWrote() throws Exception {
    var behindProxies =
        room(
            new Settings()
                .certificates(CertificateSettings.ProxyHeader.CLIENT_CERT)
                .trustedProxy("10.9.9.9"));
    var request = request(null, null);
    var state = behindProxies.enter(request, response());
    var seen = new ArrayList<ServletRequest>();
    behindProxies.run(
        request, response(), state, (asked, to) -> seen.add(asked), ContainerRole.ASKS_ANOTHER);
    assertThat(request.getHeader("Client-Cert")).isEqualTo("written");
    assertThat(seen)
        .singleElement()
        .satisfies(
            asked -> {
              var http = (HttpServletRequest) asked;
              assertThat(http.getHeader("Client-Cert")).isNull();
              assertThat(http).isNotInstanceOf(PortcullisRequest.class);
            });
  }

  private static HttpServletRequest request(
      @Nullable HttpSession session, @Nullable CallerPrincipal principal) {
    var attributes = new HashMap<Object, Object>();
    return proxy(
        HttpServletRequest.class,
        (method, arguments) ->
            switch (method) {
              case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
              case "getAttribute" -> attributes.get(arguments[0]);
              case "getHeaderNames" -> Collections.enumeration(List.of("Client-Cert"));
              case "getHeader" -> "Client-Cert".equals(arguments[0]) ? "written" : null;
              case "getSession" -> session;
              case "getUserPrincipal" -> principal;
              case "getRemoteUser" -> principal == null ? null : principal.getName();
              case "isUserInRole" -> false;
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

  private static HttpServletResponse response() {
    return proxy(HttpServletResponse.class, (method, arguments) -> null);
  }

  /** What a method of the stub gives. */
  private interface Behaviour {
    @Nullable Object call(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Behaviour behaviour) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> behaviour.call(method.getName(), arguments)));
  }
}
