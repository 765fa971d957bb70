package dev.portcullis.it;

import java.net.URI;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The application through a door of the container: the module or, with the same tests, the
 * mechanism (see the executions of failsafe in pom.xml). One server serves all the groups.
 */
@ArquillianTest
class ContainerDoorIT
    implements AnonymousTests,
        IdentityTests,
        LogoutTests,
        ContainerLoginTests,
        TokenTests,
        KeyTests,
        SessionTests,
        BadInputTests,
        BackgroundTests,
        DatabaseOutageTests,
        InContainerTests,
        BrowserTests,
        SecondFactorTests,
        RequireFactorTests {

  // Arquillian sets it before each test.
  @SuppressWarnings("NullAway.Init")
  @ArquillianResource
  private URL address;

  @Deployment
  static WebArchive application() {
    return TestApplication.testable("demo", "test-auth.yaml");
  }

  @Override
  public URI base() {
    return TestApplication.withoutTrailingSlash(address);
  }
}
