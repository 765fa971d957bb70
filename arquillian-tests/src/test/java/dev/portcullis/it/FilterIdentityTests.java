package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the filter alone can give: identity in servlets and pages, none in EJBs. */
interface FilterIdentityTests extends OnServer {

  @Test
  default void servletsKnowTheHolderOfASession() {
    TestClient bob = client();
    bob.loginForSession("bob", TestApplication.BOB);
    Answer answer = bob.get("/members/probe");
    for (String who : new String[] {"remote_user", "principal", "caller", "attribute_username"}) {
      assertThat(answer.text(who)).as(who).isEqualTo("bob");
    }
    assertThat(answer.texts("servlet_roles")).containsExactlyInAnyOrder("user", "editor");
  }

  @Test
  default void ejbsStayClosed() {
    TestClient bob = client();
    bob.loginForSession("bob", TestApplication.BOB);
    assertThat(bob.get("/members/probe").text("ejb_for_users")).isEqualTo("refused");
  }
}
