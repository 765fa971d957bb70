package dev.portcullis.web.descriptor;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The application's web.xml with its fragments. Containers tell a library only parts of them: not
 * the {@code login-config}, and not the constraints.
 *
 * @param loginConfig the one in force, or null
 * @param constraints URL patterns of all constraints
 * @param methodBound those of them that tell GET from POST
 */
public record Descriptors(
    @Nullable LoginConfig loginConfig, List<String> constraints, List<String> methodBound) {

  private static final String WEB_XML = "/WEB-INF/web.xml";
  private static final String FRAGMENT = "META-INF/web-fragment.xml";

  public Descriptors {
    constraints = List.copyOf(constraints);
    methodBound = List.copyOf(methodBound);
  }

  /**
   * Reads them. A fragment's {@code login-config} counts where web.xml has none (Jakarta Servlet
   * 8.2.3), and not at all where web.xml is complete or leaves the fragment out of its order.
   *
   * @throws IllegalStateException if one cannot be read: who is let in must not depend on it
   */
  public static Descriptors of(ServletContext context) {
    var main = webXml(context);
    var login = main.loginConfig();
    var constraints = new ArrayList<>(main.constraints());
    var methodBound = new ArrayList<>(main.methodBound());
    if (!main.metadataComplete()) {
      for (var fragment : fragments(context)) {
        constraints.addAll(fragment.constraints());
        methodBound.addAll(fragment.methodBound());
        login = login == null ? fragment.loginConfig() : login;
      }
    }
    return new Descriptors(login, constraints, methodBound);
  }

  /** The {@code login-config} where it is FORM. */
  public Optional<LoginConfig> form() {
    return Optional.ofNullable(loginConfig).filter(LoginConfig::isForm);
  }

  private static Descriptor webXml(ServletContext context) {
    try (var in = context.getResourceAsStream(WEB_XML)) {
      return in == null ? Descriptor.NONE : parse(in, WEB_XML);
    } catch (IOException e) {
      throw new IllegalStateException(WEB_XML + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Descriptor> fragments(ServletContext context) {
    var found = new ArrayList<Descriptor>();
    try {
      for (var address : Collections.list(context.getClassLoader().getResources(FRAGMENT))) {
        if (isOrdered(context, address)) {
          var connection = address.openConnection();
          connection.setUseCaches(false);
          try (var in = connection.getInputStream()) {
            found.add(parse(in, address.toString()));
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("A web-fragment.xml cannot be read: " + e.getMessage(), e);
    }
    return found;
  }

  /** With an order, what it does not list is no fragment. */
  private static boolean isOrdered(ServletContext context, URL address) {
    if (!(context.getAttribute(ServletContext.ORDERED_LIBS) instanceof List<?> jars)) {
      return true;
    }
    var text = address.toExternalForm();
    return jars.stream()
        .anyMatch(jar -> text.contains("/" + jar + "!/") || text.contains("/" + jar + "/"));
  }

  private static Descriptor parse(InputStream in, String name) {
    try {
      return DescriptorParser.parse(in);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(
          name + " cannot be read; Portcullis loads no entities from it: " + e.getMessage(), e);
    }
  }
}
