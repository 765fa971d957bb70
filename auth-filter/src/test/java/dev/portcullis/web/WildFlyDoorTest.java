package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not happen; what it does is seen on a real WildFly. */
class WildFlyDoorTest {

  @Test
  void undertowFindsIt() {
    assertThat(ServiceLoader.load(ServletExtension.class)).hasOnlyElementsOfType(WildFlyDoor.class);
  }

  @Test
  void anUndertowWithoutElytronIsLeftAlone() throws Exception {
    var door = new WithoutElytron().loadClass(WildFlyDoor.class.getName());
    var extension = (ServletExtension) door.getConstructor().newInstance();
    assertThat(extension).isNotInstanceOf(WildFlyDoor.class);
    var deployment = new DeploymentInfo();
    assertThatCode(() -> extension.handleDeployment(deployment, context("{}")))
        .doesNotThrowAnyException();
    assertUntouched(deployment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: {enabled: false}",
        "auth: {door: filter, encryption_key: 5L2x9bNNTl2wcVdDPBJQYq4Lh4oHavxDcuvEsxhXutg=}",
        "auth: {no_such: 1}"
      })
  void whatIsNotOursStaysTheServers(String configuration) {
    var deployment = new DeploymentInfo();
    new WildFlyDoor().handleDeployment(deployment, context(configuration));
    assertUntouched(deployment);
  }

  private static void assertUntouched(DeploymentInfo deployment) {
    assertThat(deployment.getInitialSecurityWrapper()).isNull();
    assertThat(deployment.getSecurityWrappers()).isEmpty();
    assertThat(deployment.getInnerHandlerChainWrappers()).isEmpty();
    assertThat(deployment.getSessionListeners()).isEmpty();
  }

  /** Of a deployment there is as much as the configuration needs. */
  private static ServletContext context(String configuration) {
    return (ServletContext)
        Proxy.newProxyInstance(
            WildFlyDoorTest.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getContextPath" -> "/app";
                  case "getClassLoader" -> WildFlyDoorTest.class.getClassLoader();
                  case "getResourceAsStream" ->
                      new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** Has the door to itself, and knows nothing of WildFly. */
  private static final class WithoutElytron extends ClassLoader {

    WithoutElytron() {
      super(WildFlyDoor.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.wildfly.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.equals(WildFlyDoor.class.getName())) {
        return super.loadClass(name, resolve);
      }
      var resource = name.replace('.', '/') + ".class";
      try (var bytes = getParent().getResourceAsStream(resource)) {
        var code = bytes == null ? new byte[0] : bytes.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
