package dev.portcullis.ejb;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DomainHolderTest {

  private final DomainHolder holder = new DomainHolder();

  @Test
  void aSecondApplicationOfTheSameBeansIsRefused() {
    holder.claim("/one");
    assertThatCode(() -> holder.claim("/one")).doesNotThrowAnyException();
    assertThatThrownBy(() -> holder.claim("/two"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("/one", "/two", "WEB-INF/lib");
  }

  @Test
  void onceTheFirstHasGoneTheSecondMayCome() {
    holder.claim("/one");
    holder.set(null);
    assertThatCode(() -> holder.claim("/two")).doesNotThrowAnyException();
  }
}
