package dev.portcullis.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Opcodes;

class ConflictsTest {

  @TempDir private Path folder;

  @Test
  void anApplicationWithoutAnyIsAccepted() throws IOException {
    assertThat(new Runs(folder).add(TestArchive.war().bytes()).exitCode()).isZero();
  }

  @Nested
  class Javax {

    @Test
    void inTheApplicationsClasses() throws IOException {
      refused(
          TestArchive.war()
              .aClass("WEB-INF/classes/com/acme/Some.class", "javax/servlet/http/HttpServlet"),
          "com.acme.Some",
          "javax.servlet",
          "migrate the application to jakarta");
    }

    @Test
    void inAJarWhoseServletWebXmlNames() throws IOException {
      var jar = new TestArchive().aClass("com/acme/Some.class", "javax/servlet/http/HttpServlet");
      refused(
          TestArchive.war()
              .with("WEB-INF/lib/acme.jar", jar.bytes())
              .webXml("<servlet><servlet-class>com.acme.Some</servlet-class></servlet>"),
          "WEB-INF/lib/acme.jar",
          "javax.servlet");
    }

    @Test
    void inALibraryThatMayNeverUseIt() throws IOException {
      var jar = new TestArchive().aClass("com/acme/Some.class", "javax/servlet/Filter");
      warned(
          TestArchive.war().with("WEB-INF/lib/acme.jar", jar.bytes()),
          "WEB-INF/lib/acme.jar refers to javax.servlet");
    }

    @Test
    void inAPage() throws IOException {
      warned(
          TestArchive.war().with("a.jsp", "<%@ page import=\"javax.servlet.http.Cookie\" %>"),
          "a.jsp");
    }

    /** The JDK has these. */
    @Test
    void notThePackagesThatKeptTheirNames() throws IOException {
      var outcome =
          new Runs(folder)
              .add(
                  TestArchive.war()
                      .aClass(
                          "WEB-INF/classes/A.class",
                          "java/lang/Object",
                          "javax/sql/DataSource",
                          "javax/transaction/xa/XAResource")
                      .bytes());
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.text()).doesNotContain("javax");
    }
  }

  @Nested
  class AnotherMechanism {

    private static final String INTERFACE =
        "jakarta/security/enterprise/authentication/mechanism/http/HttpAuthenticationMechanism";

    @Test
    void anImplementation() throws IOException {
      refused(
          TestArchive.war().aClass("WEB-INF/classes/A.class", "java/lang/Object", INTERFACE),
          "com.acme.Some (HttpAuthenticationMechanism) in WEB-INF/classes");
    }

    @Test
    void aServerAuthModuleInAJar() throws IOException {
      var jar =
          new TestArchive()
              .aClass(
                  "A.class",
                  "java/lang/Object",
                  "jakarta/security/auth/message/module/ServerAuthModule");
      refused(
          TestArchive.war().with("WEB-INF/lib/sam.jar", jar.bytes()),
          "com.acme.Some (ServerAuthModule) in WEB-INF/lib/sam.jar");
    }

    @Test
    void aDefinition() throws IOException {
      var descriptor =
          "Ljakarta/security/enterprise/authentication/mechanism/http/"
              + "BasicAuthenticationMechanismDefinition;";
      refused(
          TestArchive.war().with("WEB-INF/classes/A.class", TestArchive.annotated(descriptor)),
          "com.acme.Config (@BasicAuthenticationMechanismDefinition)");
    }

    @Test
    void isTheOwnersChoiceWithTheFilterAlone() throws IOException {
      var war = TestArchive.war().aClass("WEB-INF/classes/A.class", "java/lang/Object", INTERFACE);
      var outcome = new Runs(folder).addWith(Runs.CONFIG + "  door: filter\n", war.bytes());
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.text()).contains("warning: It has an authentication mechanism of its own");
    }
  }

  @Nested
  class Descriptor {

    @Test
    void anOrderingThatLeavesUsOut() throws IOException {
      refused(
          TestArchive.war().webXml("<absolute-ordering><name>a</name></absolute-ordering>"),
          "absolute-ordering");
    }

    @Test
    void anOrderingThatHasUs() throws IOException {
      for (var inside : new String[] {"<name>portcullis</name>", "<others/>"}) {
        var war = TestArchive.war().webXml("<absolute-ordering>" + inside + "</absolute-ordering>");
        assertThat(new Runs(folder).add(war.bytes(), "--force").exitCode()).isZero();
      }
    }

    @Test
    void aFilterWithOurName() throws IOException {
      refused(
          TestArchive.war().webXml("<filter><filter-name>portcullis</filter-name></filter>"),
          "filter named \"portcullis\"");
    }

    @Test
    void whatIsNoXml() throws IOException {
      refused(TestArchive.war().webXml("<filter>"), "not well-formed");
    }

    /** As descriptors before 2.4 have; it must be neither read nor a reason to stop. */
    @Test
    void aDocumentTypeIsNotFollowed() throws IOException {
      var war =
          TestArchive.war()
              .with(
                  "WEB-INF/web.xml",
                  "<!DOCTYPE web-app PUBLIC \"-//Sun//DTD Web Application 2.3//EN\""
                      + " \"http://127.0.0.1:1/web-app_2_3.dtd\"><web-app/>");
      assertThat(new Runs(folder).add(war.bytes()).exitCode()).isZero();
    }

    @Test
    void aLoginConfigIsReplaced() throws IOException {
      var outcome =
          new Runs(folder)
              .add(
                  TestArchive.war()
                      .webXml("<login-config><auth-method>FORM</auth-method></login-config>")
                      .bytes());
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.text()).contains("note: web.xml has a login-config (FORM)");
    }

    @Test
    void aLoginConfigThatHasNoEquivalentIsAWarning() throws IOException {
      for (var method : new String[] {"DIGEST", "SPNEGO"}) {
        var outcome =
            new Runs(folder)
                .add(
                    TestArchive.war()
                        .webXml(
                            "<login-config><auth-method>"
                                + method
                                + "</auth-method></login-config>")
                        .bytes(),
                    "--force");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.text())
            .contains("warning: web.xml has a login-config (" + method + ")", "page");
      }
    }

    @Test
    void metadataComplete() throws IOException {
      var war = TestArchive.war().with("WEB-INF/web.xml", "<web-app metadata-complete=\"true\"/>");
      var outcome = new Runs(folder).add(war.bytes());
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.text()).contains("note: web.xml has metadata-complete");
    }

    @Test
    void aServletBelowOurPath() throws IOException {
      warned(
          TestArchive.war()
              .webXml("<servlet-mapping><url-pattern>/auth/*</url-pattern></servlet-mapping>"),
          "maps a servlet to /auth/*");
    }
  }

  @Nested
  class WhatIsThereAlready {

    @Test
    void portcullisInAJarOfAnyName() throws IOException {
      refused(
          TestArchive.war().with("WEB-INF/lib/x.jar", Runs.bundle().content()),
          "Portcullis is in it already, in WEB-INF/lib/x.jar");
    }

    @Test
    void settings() throws IOException {
      refused(TestArchive.war().with("WEB-INF/auth.yaml", "auth: {}"), "WEB-INF/auth.yaml already");
    }

    @Test
    void aSignature() throws IOException {
      refused(TestArchive.war().with("META-INF/ACME.SF", "x"), "The archive is signed");
    }

    @Test
    void anotherGuard() throws IOException {
      var jar = new TestArchive().with("org/apache/shiro/Shiro.class", "x");
      warned(
          TestArchive.war().with("WEB-INF/lib/shiro.jar", jar.bytes()),
          "Apache Shiro (WEB-INF/lib/shiro.jar)");
    }

    @Test
    void filesBelowOurPath() throws IOException {
      warned(TestArchive.war().with("auth/help.html", "x"), "auth/help.html");
    }

    @Test
    void aNewerJava() throws IOException {
      var newer = TestArchive.writer(Opcodes.V21, "com/acme/New", "java/lang/Object").toByteArray();
      var outcome =
          new Runs(folder).add(TestArchive.war().with("WEB-INF/classes/N.class", newer).bytes());
      assertThat(outcome.text()).contains("It needs Java 21 (com.acme.New in WEB-INF/classes)");
    }
  }

  @Test
  void allAreToldAtOnceAndNothingIsWritten() throws IOException {
    var war =
        TestArchive.war()
            .aClass("WEB-INF/classes/A.class", "javax/servlet/http/HttpServlet")
            .with("WEB-INF/auth.yaml", "auth: {}");
    var outcome = new Runs(folder).add(war.bytes());
    assertThat(outcome.text()).contains("javax.servlet", "WEB-INF/auth.yaml", "2 conflicts");
    assertThat(new Runs(folder).run("check", folder.resolve("legacy.war").toString()))
        .satisfies(
            checked -> {
              assertThat(checked.exitCode()).isEqualTo(ExitCode.CONFLICTS);
              assertThat(checked.text()).contains("2 conflicts");
            });
  }

  private void refused(TestArchive war, String... texts) throws IOException {
    var outcome = new Runs(folder).add(war.bytes());
    assertThat(outcome.text()).contains(texts).contains("conflict: ");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFLICTS);
    assertThat(Files.exists(folder.resolve("secured.war"))).isFalse();
  }

  private void warned(TestArchive war, String text) throws IOException {
    var outcome = new Runs(folder).add(war.bytes());
    assertThat(outcome.text()).contains("warning: ").contains(text);
    assertThat(outcome.exitCode()).isZero();
  }
}
