package dev.portcullis.it;

import java.net.URI;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The application behind the filter alone: no identity in EJBs, everything else as through a door.
 */
@ArquillianTest
@RunAsClient
class FilterDoorIT
    implements AnonymousTests, FilterIdentityTests, TokenTests, SessionTests, BadInputTests {

  // Arquillian sets it before each test.
  @SuppressWarnings("NullAway.Init")
  @ArquillianResource
  private URL address;

  @Deployment(testable = false)
  static WebArchive application() {
    return TestApplication.war("demo", "test-auth.yaml");
  }

  @Override
  public URI base() {
    return TestApplication.withoutTrailingSlash(address);
  }
}
