package dev.portcullis.web.request;

import dev.portcullis.RequireFactor;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link RequireFactor} on servlets, which containers do not intercept: on the class, or on {@code
 * doGet} and its like. Read once for each servlet and method.
 */
final class ServletDemands {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");

  /** Of which HttpServlet has a method of its own; anything else is served by {@code service}. */
  private static final Map<String, String> HANDLERS =
      Map.of(
          "GET", "doGet",
          "HEAD", "doHead",
          "POST", "doPost",
          "PUT", "doPut",
          "DELETE", "doDelete",
          "OPTIONS", "doOptions",
          "TRACE", "doTrace",
          "PATCH", "doPatch");

  private final Map<String, Optional<FactorDemand>> known = new ConcurrentHashMap<>();

  /** What the servlet that will serve the request asks for, if anything. */
  Optional<FactorDemand> of(HttpServletRequest request) {
    var servlet = request.getHttpServletMapping().getServletName();
    if (servlet == null || servlet.isEmpty()) {
      return Optional.empty();
    }
    var method = request.getMethod();
    var handler = HANDLERS.get(method) == null ? "service" : HANDLERS.get(method);
    return known.computeIfAbsent(
        handler + " " + servlet, key -> read(request.getServletContext(), servlet, method));
  }

  private static Optional<FactorDemand> read(
      ServletContext context, String servlet, String method) {
    var type = type(context, servlet);
    return type == null
        ? Optional.empty()
        : Optional.ofNullable(annotation(type, method)).map(FactorDemand::of);
  }

  private static @Nullable Class<?> type(ServletContext context, String servlet) {
    var registration = context.getServletRegistration(servlet);
    var name = registration == null ? null : registration.getClassName();
    if (name == null) {
      // A page, or a servlet of the container's own.
      return null;
    }
    try {
      return Class.forName(name, false, context.getClassLoader());
    } catch (ClassNotFoundException | LinkageError notOurs) {
      LOG.log(Level.DEBUG, "The class of the servlet {0} is the container''s", servlet);
      return null;
    }
  }

  /** That of the method that serves the request, else of {@code service}, else of the class. */
  static @Nullable RequireFactor annotation(Class<?> type, String method) {
    var handler = HANDLERS.get(method.toUpperCase(Locale.ROOT));
    var own = handler == null ? null : declared(type, handler);
    if (own == null && "HEAD".equals(method)) {
      // HttpServlet answers it by what it does for GET.
      own = declared(type, "doGet");
    }
    if (own == null) {
      own = declared(type, "service");
    }
    return own == null ? type.getAnnotation(RequireFactor.class) : own;
  }

  /** The first of that name from the class upwards decides: it is the one that runs. */
  private static @Nullable RequireFactor declared(Class<?> type, String name) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Method candidate : at.getDeclaredMethods()) {
        if (candidate.getName().equals(name)
            && !candidate.isBridge()
            && candidate.getParameterCount() == 2) {
          return candidate.getAnnotation(RequireFactor.class);
        }
      }
    }
    return null;
  }
}
