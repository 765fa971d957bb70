package dev.portcullis.web.request;

import dev.portcullis.Metrics;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.config.ProtectRule;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestPath;
import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The rules of {@code auth.protect}, compiled once. The first that matches decides. */
public final class ProtectRules {

  private final List<Compiled> rules;

  public ProtectRules(List<ProtectRule> rules, Metrics metrics) {
    this.rules =
        rules.stream()
            .map(rule -> new Compiled(rule, pattern(rule.path()), metrics.requests(rule.path())))
            .toList();
  }

  /**
   * The rule for a request, if any is. One that protects a folder also protects what the container
   * serves for the folder itself; one that opens it opens nothing else.
   */
  Optional<Compiled> match(String method, RequestPath path) {
    // A servlet answers HEAD by what it does for GET, so a rule for the one is for both.
    var asMethod = method.equals("HEAD") ? "GET" : method;
    for (var rule : rules) {
      if (rule.isFor(asMethod) && rule.covers(path)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /** One rule, ready to use. */
  record Compiled(ProtectRule rule, Predicate<String> pattern, Counter requests) {

    boolean isFor(String method) {
      return rule.methods().isEmpty() || rule.methods().contains(method);
    }

    boolean covers(RequestPath path) {
      return pattern.test(path.served()) || (!rule.anonymous() && pattern.test(path.asked()));
    }

    /** Holds a request against the rule. */
    Optional<Refusal> check(RequestOutcome outcome, Instant now, boolean provesOrigin) {
      return rule.anonymous()
          ? Optional.empty()
          : outcome.fold(
              granted -> checkCaller(granted, now, provesOrigin),
              rejected -> Optional.of(rejected.refusal()),
              () -> Optional.of(credentialNeeded()));
    }

    private Optional<Refusal> checkCaller(
        RequestOutcome.Granted granted, Instant now, boolean provesOrigin) {
      var caller = granted.caller();
      // By what web.xml names nobody is let in where the rule does not leave it to web.xml.
      boolean byLogin = rule.acceptsLogin() && granted.by().isAmbient();
      if (!rule.accept().contains(granted.by()) && !byLogin) {
        return Optional.of(credentialNeeded());
      }
      if (!rule.roles().isEmpty() && rule.roles().stream().noneMatch(caller::hasRole)) {
        return Optional.of(Refusal.of(ErrorCode.INSUFFICIENT_PERMISSIONS));
      }
      if (rule.csrfOrigin() && granted.by() == CredentialKind.SESSION && !provesOrigin) {
        return Optional.of(Refusal.of(ErrorCode.CSRF_FAILED));
      }
      return FactorDemand.of(rule).check(granted, now);
    }

    private Refusal credentialNeeded() {
      return Refusal.of(
          rule.accept().contains(CredentialKind.SESSION)
              ? ErrorCode.AUTHENTICATION_REQUIRED
              : ErrorCode.MISSING_AUTHORIZATION_HEADER);
    }
  }

  /**
   * A servlet pattern as a test of a canonical path. A trailing slash changes nothing: frameworks
   * behind a servlet take {@code /admin/} for {@code /admin} (S80).
   */
  static Predicate<String> pattern(String pattern) {
    if (pattern.equals("/*")) {
      return path -> true;
    }
    if (pattern.endsWith("/*")) {
      var prefix = pattern.substring(0, pattern.length() - 2);
      return path -> path.equals(prefix) || path.startsWith(prefix + "/");
    }
    if (pattern.startsWith("*.")) {
      var extension = pattern.substring(1);
      return path -> withoutSlash(path).endsWith(extension);
    }
    var exact = withoutSlash(pattern);
    return path -> withoutSlash(path).equals(exact);
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
