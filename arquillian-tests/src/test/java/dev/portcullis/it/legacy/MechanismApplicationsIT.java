package dev.portcullis.it.legacy;

import dev.portcullis.it.TestApplication;
import dev.portcullis.it.server.RunningServer;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * FORM, BASIC and CLIENT-CERT through the mechanism; {@code UnusualApplicationsIT} has them through
 * the module.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MechanismApplicationsIT implements LegacyFormTests, LegacyBasicTests, LegacyCertificateTests {

  private @Nullable RunningServer server;

  @BeforeAll
  void startServer() {
    LegacyUsers.make();
    server =
        RunningServer.start(
            "legacy",
            RunningServer.door(),
            // It makes alice, bob and others.
            TestApplication.war("demo", "test-auth.yaml"),
            LegacyApplication.war("ledger"),
            LegacyApplication.war("depot"),
            LegacyApplication.war("stock"),
            LegacyApplication.vault(LegacyCertificateTests.AUTHORITY),
            LegacyApplication.untouched("bare", "depot"));
  }

  @AfterAll
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  public URI legacy(String application) {
    return Objects.requireNonNull(server).application(application);
  }
}
