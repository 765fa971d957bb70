package dev.portcullis.web.api;

import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.MediaTypes;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of operations and pages: a method and a path lead to one line. */
public final class Routes {

  private final List<Route> table;

  /**
   * Puts the table together.
   *
   * @throws IllegalStateException where two lines cannot be told apart
   */
  public Routes(List<RouteSource> sources) {
    table = sources.stream().flatMap(source -> source.routes().stream()).toList();
    for (int i = 0; i < table.size(); i++) {
      for (var other : table.subList(i + 1, table.size())) {
        if (collide(table.get(i), other)) {
          throw new IllegalStateException("Two routes: " + other.method() + " " + other.template());
        }
      }
    }
  }

  private static boolean collide(Route one, Route other) {
    return one.method().equals(other.method())
        && one.template().equals(other.template())
        && (one.consumes().isEmpty()
            ? other.consumes().isEmpty()
            : one.consumes().stream().anyMatch(other.consumes()::contains));
  }

  /** Every line, in the order in which they were given. */
  public List<Route> table() {
    return table;
  }

  /** A line that fits a request. */
  record Match(Route route, Map<String, String> variables) {}

  /**
   * Finds the line for a request.
   *
   * @param path below {@code auth.base_path}
   * @throws RequestRefusedException 404, 405, 415 or 406
   */
  Match find(HttpServletRequest request, String path) throws RequestRefusedException {
    var atPath = atPath(path);
    if (atPath.isEmpty()) {
      throw new RequestRefusedException(ErrorCode.NOT_FOUND);
    }
    var method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    var forMethod = atPath.stream().filter(m -> m.route().method().equals(method)).toList();
    if (forMethod.isEmpty()) {
      throw new RequestRefusedException(
          Refusal.of(ErrorCode.METHOD_NOT_ALLOWED).withHeader("Allow", allow(atPath)));
    }
    var match = byContentType(forMethod, request.getContentType());
    var produces = match.route().produces();
    if (produces != null && !MediaTypes.accepts(request.getHeader("Accept"), produces)) {
      throw new RequestRefusedException(ErrorCode.NOT_ACCEPTABLE);
    }
    return match;
  }

  private List<Match> atPath(String path) {
    var found = new ArrayList<Match>();
    for (var route : table) {
      var variables = route.match(path);
      if (variables != null) {
        found.add(new Match(route, variables));
      }
    }
    // A literal segment wins over a variable.
    boolean literal = found.stream().anyMatch(m -> m.variables().isEmpty());
    return literal ? found.stream().filter(m -> m.variables().isEmpty()).toList() : found;
  }

  private static Match byContentType(List<Match> matches, @Nullable String contentType)
      throws RequestRefusedException {
    var type = MediaTypes.bare(contentType);
    for (var match : matches) {
      if (type != null && match.route().consumes().contains(type)) {
        return match;
      }
    }
    // A request without a body goes to the line that needs none.
    for (var match : matches) {
      if (match.route().consumes().isEmpty() && (contentType == null || isSafe(match.route()))) {
        return match;
      }
    }
    throw new RequestRefusedException(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
  }

  private static boolean isSafe(Route route) {
    return route.method().equals("GET") || route.method().equals("DELETE");
  }

  private static String allow(List<Match> matches) {
    return matches.stream()
        .map(m -> m.route().method())
        .flatMap(m -> m.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(m))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
