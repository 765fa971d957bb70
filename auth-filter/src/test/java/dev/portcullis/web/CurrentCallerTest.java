package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CurrentCallerTest {

  private final CurrentCaller nobody =
      new CurrentCaller(
          () -> {
            throw new IllegalStateException("There is no request in this thread");
          });

  @Test
  void withoutARequestNobodyIsAuthenticated() {
    assertThat(nobody.isAuthenticated()).isFalse();
    assertThat(nobody.getRoles()).isEmpty();
    assertThat(nobody.hasRole("admin")).isFalse();
    assertThat(nobody.getEmail()).isNull();
    assertThat(nobody.getName()).isNull();
    assertThat(nobody.getPicture()).isNull();
    assertThat(nobody).hasToString("Caller[nobody]");
  }

  @Test
  void whatOnlyACallerHasCannotBeAskedOfNobody() {
    assertThatThrownBy(nobody::getId).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(nobody::getUsername).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(nobody::getSessionId).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(nobody::getAuthenticatedAt).isInstanceOf(IllegalStateException.class);
  }
}
