package dev.portcullis.web.descriptor;

import jakarta.servlet.annotation.HttpMethodConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Whether the container may judge a POST otherwise than the GET it has just let through: then a
 * form is not handed on within a GET. Where no constraint tells the two apart, they are as one.
 */
public final class MethodRules {

  private final List<Predicate<String>> methodBound;

  /**
   * @param methodBound URL patterns of constraints that tell GET from POST
   * @param compiler makes a test of canonical paths from a pattern
   */
  public MethodRules(List<String> methodBound, Function<String, Predicate<String>> compiler) {
    this.methodBound = methodBound.stream().map(pattern -> compile(pattern, compiler)).toList();
  }

  /** In a descriptor {@code /} is for whatever no other pattern is for (Jakarta Servlet 12.2). */
  private static Predicate<String> compile(
      String pattern, Function<String, Predicate<String>> compiler) {
    return pattern.equals("/") ? path -> true : compiler.apply(pattern);
  }

  /**
   * Whether they may differ.
   *
   * @param path below the context path, as the container serves it
   */
  public boolean tellPostFromGet(HttpServletRequest request, String path) {
    return methodBound.stream().anyMatch(pattern -> pattern.test(path)) || annotated(request);
  }

  /** The servlet's own {@code @ServletSecurity}. */
  private static boolean annotated(HttpServletRequest request) {
    var context = request.getServletContext();
    var name = request.getHttpServletMapping().getServletName();
    var registration = name == null ? null : context.getServletRegistration(name);
    var className = registration == null ? null : registration.getClassName();
    if (className == null) {
      return false;
    }
    try {
      var type = Class.forName(className, false, context.getClassLoader());
      var security = type.getAnnotation(ServletSecurity.class);
      return security != null && tellsApart(security.httpMethodConstraints());
    } catch (ClassNotFoundException | LinkageError notTheApplications) {
      // A servlet of the server's own: files and JSP carry no such annotation.
      return false;
    }
  }

  private static boolean tellsApart(HttpMethodConstraint[] constraints) {
    var methods = Arrays.stream(constraints).map(HttpMethodConstraint::value).toList();
    return methods.contains("GET") || methods.contains("POST");
  }
}
