package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.PortcullisDomain;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.ejb.PortcullisRuntime;
import dev.portcullis.testing.TestServer;
import dev.portcullis.web.api.Dispatcher;
import dev.portcullis.web.page.Pages;
import dev.portcullis.web.request.RefusalWriter;
import dev.portcullis.web.request.Room;
import dev.portcullis.web.request.WebContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/**
 * The domain itself on a database in memory, behind all operations and pages, under {@code /app};
 * every other path tells who the caller is.
 */
final class RealServer implements AutoCloseable {

  private final Tomcat tomcat = new Tomcat();
  private final TestServer server = new TestServer();
  private final PortcullisDomain domain;

  RealServer(AuthSettings settings) throws Exception {
    domain = PortcullisRuntime.start(settings, server);
    var base = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "real-server");
    tomcat.setBaseDir(base.toString());
    tomcat.setSilent(true);
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    var context = (StandardContext) tomcat.addContext("/app", base.toAbsolutePath().toString());
    context.setClearReferencesObjectStreamClassCaches(false);
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
    context.addServletContainerInitializer(
        (classes, servletContext) ->
            assertThat(
                    servletContext
                        .addServlet("all", new AllPaths(room(settings, servletContext)))
                        .addMapping("/*"))
                .isEmpty(),
        Set.of());
    tomcat.start();
  }

  private Room room(AuthSettings settings, ServletContext context) {
    var web = WebContext.of(domain, settings, "/app", server.clock(), RandomSource.secure());
    var pages = Pages.of(web, context);
    var refusals = new RefusalWriter(web, pages.refusalPage());
    return new Room(web, new Dispatcher(web, PortcullisStartup.routes(pages), refusals), refusals);
  }

  PortcullisDomain domain() {
    return domain;
  }

  TestServer server() {
    return server;
  }

  String origin() {
    return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
    domain.close();
    server.close();
  }

  private static final class AllPaths extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Room room;

    AllPaths(Room room) {
      this.room = room;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      var state = room.enter(request, response);
      if (room.isOwn(state)) {
        room.serveOwn(request, response, state);
        return;
      }
      var refusal = room.verdict(request, state);
      if (refusal.isPresent()) {
        room.refuse(request, response, state, refusal.get());
      } else {
        response
            .getWriter()
            .write("caller " + state.caller().map(c -> c.getUsername()).orElse("nobody"));
      }
    }
  }
}
