package dev.portcullis.login;

import static dev.portcullis.login.LoginFixture.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AuthenticationMethod;
import dev.portcullis.AuthenticationResult.SecondFactorRequired;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.ExternalLogin;
import dev.portcullis.FactorMethod;
import dev.portcullis.account.ExternalAccounts.Found;
import dev.portcullis.account.LinkedIdentities.Result;
import dev.portcullis.config.TwoFactorSettings;
import dev.portcullis.testing.Proves;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is under way while an identity goes, and what a linked one may say. */
class LinkedIdentitiesTest {

  private static final ExternalIdentity AT_HUB = Linking.identity("hub", "7");

  private final LoginFixture app =
      new LoginFixture(
          new TwoFactorSettings(
              true,
              FactorMethod.TOTP,
              new TwoFactorSettings.Totp("Example", TwoFactorSettings.Algorithm.SHA1, 6, 30),
              true,
              Set.of(),
              false));
  private final Linking linking = new Linking(app.database, app.clock);

  @AfterEach
  void close() {
    app.close();
  }

  private String linkedTwice(String username) {
    var id = app.create(username, "user").id();
    assertThat(linking.link(id, AT_HUB)).isEqualTo(Result.DONE);
    assertThat(linking.link(id, Linking.identity("corp", username))).isEqualTo(Result.DONE);
    return id;
  }

  private Found confirm(Found found, ExternalIdentity says) {
    return app.database.inNew(
        tx -> app.external.confirm(tx, found.identity(), says, null, null, CLIENT));
  }

  @Test
  @Proves("S64")
  void aSecondFactorThatWaitsIsVoidWhenItsIdentityGoes() {
    var mary = linkedTwice("mary");
    var login = new ExternalLogin(AT_HUB, AuthenticationMethod.OAUTH, Set.of(), null, null);
    var waiting =
        ((SecondFactorRequired<?>) app.authentication.openSession(login, CLIENT)).pending();
    assertThat(app.secondFactors.pending(waiting.token())).isPresent();
    assertThat(linking.unlink(mary, "hub")).isEqualTo(Result.DONE);
    assertThat(app.secondFactors.pending(waiting.token())).isEmpty();
  }

  @Test
  @Proves("S11")
  void whoWasFoundBeforeProvesNothingOfTheAccountAfter() {
    var mary = linkedTwice("mary");
    var found = app.external.findOrCreate(AT_HUB, CLIENT);
    assertThat(found.account().id()).isEqualTo(mary);
    assertThat(linking.unlink(mary, "hub")).isEqualTo(Result.DONE);
    assertThatThrownBy(() -> confirm(found, AT_HUB)).isInstanceOf(IllegalStateException.class);
    assertThat(linking.link(app.create("bob").id(), AT_HUB)).isEqualTo(Result.DONE);
    assertThatThrownBy(() -> confirm(found, AT_HUB)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Proves({"S11", "S83"})
  void rolesAndFieldsAreNotItsToSay() {
    var mary = linkedTwice("mary");
    var says =
        new ExternalIdentity(
            "hub", "7", "hub", "boss", "The Boss", "boss@example.com", Set.of("auth-admin"));
    var now = confirm(app.external.findOrCreate(says, CLIENT), says);
    assertThat(now.identity().loginName()).isEqualTo("boss");
    var account = app.accounts.find(mary).orElseThrow();
    assertThat(account.roles()).containsExactly("user");
    assertThat(account.username()).isEqualTo("mary");
    assertThat(account.email()).isEqualTo("mary@example.com");
    assertThat(account.name()).isNull();
  }
}
