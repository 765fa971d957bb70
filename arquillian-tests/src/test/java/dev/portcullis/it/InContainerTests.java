package dev.portcullis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.AccountService;
import dev.portcullis.Caller;
import dev.portcullis.it.probe.ProbeBean;
import jakarta.ejb.EJBAccessException;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Run inside the deployed application, as its own code would. */
public interface InContainerTests {

  @Test
  default void codeIsAnonymousWhereNobodyCalls() {
    Caller caller = CDI.current().select(Caller.class).get();
    assertThat(caller.isAuthenticated()).isFalse();
    assertThat(caller.getRoles()).isEmpty();
    assertThatThrownBy(bean()::forUsers).isInstanceOf(EJBAccessException.class);
  }

  @Test
  default void theServicesAreThereForTheApplication() {
    AccountService accounts = bean().accounts();
    assertThat(accounts.findByUsername("BOB"))
        .hasValueSatisfying(
            bob -> {
              assertThat(bob.username()).isEqualTo("bob");
              assertThat(bob.roles()).isEqualTo(Set.of("user", "editor"));
            });
  }

  @Test
  default void theApplicationHasOnePersistenceUnitWhichIsItsOwn() {
    assertThat(bean().entities()).containsExactly("Note");
  }

  private static ProbeBean bean() {
    return CDI.current().select(ProbeBean.class).get();
  }
}
