package dev.portcullis.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.web.page.view.LogoutView;
import dev.portcullis.web.page.view.PageFrame;
import dev.portcullis.web.page.view.PageLinks;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacementTest {

  @Test
  void anApplicationsFilesAreServedInPlaceOfOurs(@TempDir Path webapp) throws Exception {
    var folder = Files.createDirectories(webapp.resolve("WEB-INF/portcullis"));
    Files.writeString(folder.resolve("portcullis.css"), "body { color: purple }");
    Files.writeString(folder.resolve("messages_en.properties"), "login.title = Come in");
    try (var server = new PageServer(webapp)) {
      var browser = new Browser(server.port());
      var page = browser.get("/app/auth/login").page();
      assertThat(page.select("h1").text()).isEqualTo("Come in");
      var css = browser.get(page.expectFirst("link[rel=stylesheet]").attr("href"));
      assertThat(css.response().body()).isEqualTo("body { color: purple }");
      assertThat(css.header("Content-Type")).startsWith("text/css");
    }
  }

  /** What the JTE plugin makes of the application's own {@code logout.jte}, in short. */
  private static final String OWN_TEMPLATE =
      """
      package dev.portcullis.web.page.template;

      import dev.portcullis.web.page.view.LogoutView;
      import gg.jte.html.HtmlInterceptor;
      import gg.jte.html.HtmlTemplateOutput;

      public final class JtelogoutGenerated {
        public static final String JTE_NAME = "logout.jte";
        public static final int[] JTE_LINE_INFO = {0};

        public static void render(HtmlTemplateOutput out, HtmlInterceptor i, LogoutView view) {
          out.writeContent("Bye, ");
          out.writeUserContent(view.frame().username());
        }

        public static void renderMap(
            HtmlTemplateOutput out, HtmlInterceptor i, java.util.Map<String, Object> params) {
          render(out, i, (LogoutView) params.get("view"));
        }
      }
      """;

  @Test
  void anApplicationsTemplateIsTakenInPlaceOfOurs(@TempDir Path classes) throws Exception {
    var source = classes.resolve("JtelogoutGenerated.java");
    Files.writeString(source, OWN_TEMPLATE, StandardCharsets.UTF_8);
    var compiler = ToolProvider.getSystemJavaCompiler();
    var path = System.getProperty("java.class.path");
    assertThat(
            compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                path,
                "-d",
                classes.toString(),
                source.toString()))
        .isZero();
    var texts = TextCatalog.load(NoFiles.INSTANCE).forReader("en");
    var frame = new PageFrame(texts, new PageLinks("", "", "", ""), null, "<ada>", "");
    try (var loader = new ApplicationFirst(classes.toUri().toURL())) {
      assertThat(new PageRenderer(loader).render("logout", new LogoutView(frame)))
          .isEqualTo("Bye, &lt;ada&gt;");
    }
  }

  /** As servlet containers do: the application's own classes before those of its libraries. */
  private static final class ApplicationFirst extends URLClassLoader {
    ApplicationFirst(URL classes) {
      super(new URL[] {classes}, ReplacementTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (findResource(name.replace('.', '/') + ".class") == null) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        var loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
