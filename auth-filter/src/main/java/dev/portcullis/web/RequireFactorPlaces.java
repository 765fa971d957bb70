package dev.portcullis.web;

import dev.portcullis.RequireFactor;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.Servlet;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Where {@link RequireFactor} stands in an application. On a class whose methods the container does
 * not intercept it would ask nobody for anything, and look as if it did: then there is no start.
 */
final class RequireFactorPlaces {

  private RequireFactorPlaces() {}

  /**
   * Makes sure that somebody asks wherever the annotation stands.
   *
   * @param marked classes that the container found with it
   * @return whether it stands anywhere, in EJBs of other modules too
   * @throws IllegalStateException where nobody would
   */
  static boolean check(Collection<Class<?>> marked) {
    var intercepted = intercepted();
    var unguarded = unguarded(marked, intercepted);
    if (!unguarded.isEmpty()) {
      throw new IllegalStateException(
          "@RequireFactor stands where the container intercepts nothing, and would ask nobody: "
              + String.join(", ", unguarded)
              + ". Give the class a scope (such as @RequestScoped), make it an EJB, or protect its"
              + " path by auth.protect with \"factor: second\"");
    }
    return !intercepted.isEmpty() || marked.stream().anyMatch(type -> !isNothingToCall(type));
  }

  /** By name, in order. */
  static List<String> unguarded(Collection<Class<?>> marked, Set<String> intercepted) {
    return marked.stream()
        .filter(type -> !isNothingToCall(type) && !Servlet.class.isAssignableFrom(type))
        .map(Class::getName)
        .filter(name -> !intercepted.contains(name))
        .sorted()
        .toList();
  }

  /** The annotation counts where such a type is implemented, or is ours. */
  private static boolean isNothingToCall(Class<?> type) {
    return type.isInterface()
        || Modifier.isAbstract(type.getModifiers())
        || type == RequireFactorInterceptor.class;
  }

  private static Set<String> intercepted() {
    try {
      var extension = CDI.current().getBeanManager().getExtension(PortcullisExtension.class);
      return extension.askedForFactor();
    } catch (IllegalStateException | IllegalArgumentException noCdi) {
      return Set.of();
    }
  }
}
