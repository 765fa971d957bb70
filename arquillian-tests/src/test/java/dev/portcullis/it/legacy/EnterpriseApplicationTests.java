package dev.portcullis.it.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portcullis.it.FirstAdministrator;
import dev.portcullis.it.TestApplication;
import dev.portcullis.it.client.Answer;
import dev.portcullis.it.client.HostClient;
import dev.portcullis.it.server.RunningServer;
import dev.portcullis.testing.Proves;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** An EAR that the command put Portcullis into, on a server that takes EARs. */
interface EnterpriseApplicationTests {

  String FRONT = "/estate";
  String OFFICE = "/estate-office";

  RunningServer server();

  /** The server, without any context path. */
  URI host();

  @Test
  @Proves({"S23", "S84"})
  default void theEjbsKnowTheCallerOfEitherWarAndALogoutEndsBoth() {
    assumeTrue(RunningServer.onWildFly(), "Payara Micro takes no EARs");
    FirstAdministrator.browser(host().resolve(FRONT), server().log());
    HostClient browser = new HostClient(host());
    for (String war : new String[] {FRONT, OFFICE}) {
      assertThat(browser.get(war + "/inside/who").status()).as(war).isEqualTo(401);
      assertThat(browser.get(war + "/who").text("ejb_administer")).as(war).isEqualTo("refused");
    }
    assertThat(browser.login(FRONT, "root", TestApplication.ROOT).status()).isEqualTo(200);
    for (String war : new String[] {FRONT, OFFICE}) {
      Answer who = browser.get(war + "/inside/who");
      assertThat(who.status()).as(war).isEqualTo(200);
      assertThat(who.text("remote_user")).as(war).isEqualTo("root");
      assertThat(who.text("ejb_caller")).as(war).isEqualTo("root");
      assertThat(who.text("ejb_administer")).as(war).isEqualTo("root");
      assertThat(who.text("ejb_survey")).as(war).isEqualTo("refused");
      assertThat(browser.get(war + "/who").json().get("known_session").asBoolean()).isTrue();
    }
    assertThat(browser.logout(OFFICE).status()).isIn(200, 204);
    for (String war : new String[] {FRONT, OFFICE}) {
      assertThat(browser.get(war + "/inside/who").status()).as(war).isEqualTo(401);
      assertThat(browser.get(war + "/who").json().get("known_session").asBoolean()).isFalse();
    }
  }
}
