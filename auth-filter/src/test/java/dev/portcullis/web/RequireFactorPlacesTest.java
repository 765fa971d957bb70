package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.RequireFactor;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.testing.GuardedServlet;
import jakarta.ejb.Stateless;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An annotation that would ask nobody stops the start. */
class RequireFactorPlacesTest {

  /** A bean, asked by the interceptor. */
  @ApplicationScoped
  public static class Bean {
    @RequireFactor
    public void approve() {}
  }

  /** An EJB, which CDI sees as a bean in a server. */
  @Stateless
  @RequireFactor
  public static class SessionBean {}

  /** A resource without a scope: what JAX-RS makes by itself. */
  public static class PlainResource {
    @RequireFactor
    public void approve() {}
  }

  /** Counts where it is extended. */
  @RequireFactor
  public abstract static class Base {}

  /** Counts where it is implemented. */
  @RequireFactor
  public interface Contract {}

  private static final List<Class<?>> MARKED =
      List.of(
          Bean.class,
          PlainResource.class,
          Base.class,
          Contract.class,
          GuardedServlet.class,
          RequireFactorInterceptor.class);

  @Test
  @Proves("S86")
  void onlyAClassThatNobodyInterceptsIsUnguarded() {
    assertThat(RequireFactorPlaces.unguarded(MARKED, Set.of(Bean.class.getName())))
        .containsExactly(PlainResource.class.getName());
    assertThat(RequireFactorPlaces.unguarded(List.of(SessionBean.class), Set.of()))
        .containsExactly(SessionBean.class.getName());
  }

  @Test
  @Proves("S86")
  void theStartFailsAndNamesIt() {
    try (var container =
        SeContainerInitializer.newInstance()
            .disableDiscovery()
            .addExtensions(new PortcullisExtension())
            .addBeanClasses(RequireFactorInterceptor.class, Bean.class)
            .initialize()) {
      assertThat(container.isRunning()).isTrue();
      assertThatCode(() -> RequireFactorPlaces.check(List.of(Bean.class, GuardedServlet.class)))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> RequireFactorPlaces.check(MARKED))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(PlainResource.class.getName())
          .hasMessageContaining("Give the class a scope");
    }
  }

  /** Nobody intercepts there. */
  @Test
  @Proves("S86")
  void withoutCdiABeanIsUnguardedToo() {
    assertThatThrownBy(() -> RequireFactorPlaces.check(List.of(Bean.class)))
        .hasMessageContaining(Bean.class.getName());
    assertThatCode(() -> RequireFactorPlaces.check(List.of(GuardedServlet.class)))
        .doesNotThrowAnyException();
  }
}
