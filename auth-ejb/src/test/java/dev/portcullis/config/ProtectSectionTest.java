package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that say nothing, or two things at once, do not start. */
@Proves("S73")
class ProtectSectionTest {

  private static String refused(String rules) {
    var source = TestSource.of("auth: {protect: [" + rules + "]}");
    var thrown = catchThrowableOfType(ConfigurationException.class, source::load);
    assertThat(thrown).as("it started").isNotNull();
    assertThat(thrown.problems()).hasSize(1);
    return thrown.problems().get(0).path() + " " + thrown.problems().get(0).reason();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "x",
        "*",
        "x/*",
        "/x*",
        "/*/x",
        "/x/*/y",
        "*.",
        "*.a.b",
        "/x/*.jsp",
        "//",
        "/x//y",
        "/x/",
        "/./x",
        "/x/..",
        "/x;y",
        "/x%2Fy",
        "/x?y",
        "/x#y",
        "/x\\\\y",
        "/x/**",
        "**",
      })
  void aPathIsAServletPattern(String path) {
    assertThat(refused("{path: \"" + path + "\"}")).startsWith("auth.protect[0].path ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x", "/x/y.html", "/x/*", "/x/y/*", "*.jsp", "/*", "/ü/x y"})
  void everyServletPatternIsTaken(String path) {
    assertThatCode(TestSource.of("auth: {protect: [{path: \"" + path + "\"}]}")::load)
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{roles: [a]}                                     | [0].path is missing",
        "{path: /x, access: anonymous, roles: [a]}        | [0].roles contradicts",
        "{path: /x, access: anonymous, accept: [bearer]}  | [0].accept contradicts",
        "{path: /x, access: anonymous, max_age: 5m}       | [0].max_age contradicts",
        "{path: /x, access: anonymous, factor: second}    | [0].factor contradicts",
        "{path: /x, factor: second}                       | [0].factor is second, and nobody can have",
        "{path: /x, factor: third}                        | [0].factor is not known",
        "{path: /x, access: authenticated}                | [0].access is not known",
        "{path: /x, accept: []}                           | [0].accept is an empty list",
        "{path: /x, accept: ''}                           | [0].accept is an empty list",
        "{path: /x, accept: [cookie]}                     | [0].accept[0] is not known",
        "{path: /x, roles: []}                            | [0].roles is an empty list",
        "{path: /x, roles: '${ABSENT:}'}                  | [0].roles is an empty list",
        "{path: /x, accept: '${ABSENT: }'}                | [0].accept is an empty list",
        "{path: /x, methods: '${ABSENT:}'}                | [0].methods is an empty list",
        "{path: /x, roles: [a b]}                         | [0].roles[0] has not the form",
        "{path: /x, methods: []}                          | [0].methods is an empty list",
        "{path: /x, methods: [PSOT]}                      | [0].methods[0] is not the name",
        "{path: /x, max_age: 5}                           | [0].max_age has no unit",
        "{path: /x, csrf: token}                          | [0].csrf is not known",
        "{path: /auth/x}                                  | [0].path is below /auth",
        "{path: /auth/*}                                  | [0].path is below /auth",
      })
  void aContradictionIsRefused(String rule, String problem) {
    assertThat(refused(rule)).startsWith("auth.protect" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{path: /x}, {path: /x}",
        "{path: /*, access: anonymous}, {path: /admin/*, roles: [admin]}",
        "{path: /*}, {path: '*.jsp', roles: [admin]}",
        "{path: /a/*}, {path: /a}",
        "{path: /a/*}, {path: /a/b/*}",
        "{path: /a/*}, {path: /a/b.jsp}",
        "{path: '*.jsp'}, {path: /a/b.jsp}",
        "{path: /x, methods: [GET, POST]}, {path: /x, methods: [GET]}",
        "{path: /x, methods: [GET]}, {path: /x, methods: [HEAD]}",
        "{path: /x}, {path: /x, methods: [GET]}",
      })
  void aRuleThatIsNeverReachedIsRefused(String rules) {
    assertThat(refused(rules)).startsWith("auth.protect[1].path is never reached: auth.protect[0]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{path: /admin/*, roles: [admin]}, {path: /*, access: anonymous}",
        "{path: /a/*}, {path: /ab}",
        "{path: /a/*}, {path: /ab/*}",
        "{path: /a}, {path: /a/*}",
        "{path: /a/*}, {path: '*.jsp'}",
        "{path: '*.jsp'}, {path: /a/*}",
        "{path: '*.jsp'}, {path: '*.jspx'}",
        "{path: '*.jsp'}, {path: /a/b.jspx}",
        "{path: /x, methods: [GET]}, {path: /x, methods: [POST]}, {path: /x}",
        "{path: /authors/*}, {path: /auth-x}",
      })
  void aRuleThatSomethingReachesIsTaken(String rules) {
    assertThatCode(TestSource.of("auth: {protect: [" + rules + "]}")::load)
        .doesNotThrowAnyException();
  }

  @Test
  void bearerAloneNeedsTokens() {
    assertThat(
            refused(
                "{path: /x, accept: [bearer]}], providers: {jwt: {enabled: false}}, clients: ["))
        .startsWith("auth.protect[0].accept is bearer alone");
  }
}
