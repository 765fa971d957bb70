package dev.portcullis.web.api;

import dev.portcullis.web.http.MediaTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table of operations and pages. Begin with {@link #get}, {@link #post} …, then say
 * what differs from the usual:
 *
 * <pre>{@code
 * Route.get("/account").produces(MediaTypes.HTML).to(Access.CALLER, this::show)
 * Route.post("/login").consumes(MediaTypes.FORM).produces(MediaTypes.HTML).to(Access.PUBLIC, this::signIn)
 * }</pre>
 *
 * Two routes may share method and path if they consume different types (JSON for programs, a form
 * for pages).
 *
 * @param method in upper case
 * @param template the path below {@code auth.base_path}; {@code {id}} stands for one segment
 * @param consumes media types of the body; empty for none, or for one that is optional
 * @param produces the media type of a good answer, or null where there is no body
 * @param access who may use it
 * @param proof how an unsafe request proves that its user meant it
 * @param operation what answers
 */
public record Route(
    String method,
    String template,
    Set<String> consumes,
    @Nullable String produces,
    Access access,
    Proof proof,
    Operation operation) {

  /** How an unsafe request proves that its user meant it (S76). */
  public enum Proof {
    /** A form needs {@code _csrf}; anything else with a session cookie needs our {@code Origin}. */
    ALWAYS,
    /** The same, but only where there is a session to protect: logging out. */
    WITH_SESSION,
    /** The body itself is the proof (RFC 7009, RFC 7662). Cookies are not looked at. */
    NONE
  }

  public Route {
    consumes = Set.copyOf(consumes);
  }

  /**
   * Whether a request with an API token may come here: not to what needs somebody who signed in,
   * nor to what ends a session.
   */
  boolean isForApiTokens() {
    return access != Access.CALLER && proof != Proof.WITH_SESSION;
  }

  public static Draft get(String template) {
    return new Draft("GET", template);
  }

  public static Draft post(String template) {
    return new Draft("POST", template);
  }

  public static Draft patch(String template) {
    return new Draft("PATCH", template);
  }

  public static Draft delete(String template) {
    return new Draft("DELETE", template);
  }

  /** The variables of the template where the path matches, else null. */
  @Nullable Map<String, String> match(String path) {
    var wanted = List.of(template.split("/", -1));
    var given = List.of(path.split("/", -1));
    if (wanted.size() != given.size()) {
      return null;
    }
    var variables = new HashMap<String, String>();
    for (int i = 0; i < wanted.size(); i++) {
      var segment = wanted.get(i);
      if (segment.startsWith("{") && !given.get(i).isEmpty()) {
        variables.put(segment.substring(1, segment.length() - 1), given.get(i));
      } else if (!segment.equals(given.get(i))) {
        return null;
      }
    }
    return variables;
  }

  /** A route that is not finished. */
  public static final class Draft {
    private final String method;
    private final String template;
    private final List<String> consumes = new ArrayList<>();
    private @Nullable String produces = MediaTypes.JSON;
    private Proof proof = Proof.ALWAYS;

    private Draft(String method, String template) {
      this.method = method;
      this.template = template;
    }

    /** The body must be of one of these types. */
    public Draft consumes(String... types) {
      consumes.addAll(List.of(types));
      return this;
    }

    /** What a good answer holds; JSON unless told otherwise. */
    public Draft produces(String type) {
      produces = type;
      return this;
    }

    /** A good answer has no body, or one that no client negotiates. */
    public Draft producesNothing() {
      produces = null;
      return this;
    }

    /** Another proof than {@link Proof#ALWAYS}. */
    public Draft proof(Proof proof) {
      this.proof = proof;
      return this;
    }

    /** Finishes the route. */
    public Route to(Access access, Operation operation) {
      return new Route(method, template, Set.copyOf(consumes), produces, access, proof, operation);
    }
  }
}
