package dev.portcullis.config;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code auth.protect}.
 *
 * @param path a servlet pattern below the context path: exact, {@code /x/*}, {@code *.ext} or
 *     {@code /*}
 * @param methods to which it applies, in upper case; empty for all
 * @param anonymous {@code access: anonymous}: never challenges
 * @param roles of which the caller must have one; empty for any authenticated caller
 * @param accept which credentials serve; never empty
 * @param maxAge how old the authentication may be, or null
 * @param secondFactor whether a second factor must be part of it
 * @param acceptsLogin whether what {@code login-config} of web.xml names serves as well: where the
 *     rule does not say what does
 * @param csrfOrigin whether an unsafe request with a cookie must prove its origin
 */
public record ProtectRule(
    String path,
    Set<String> methods,
    boolean anonymous,
    Set<String> roles,
    Set<CredentialKind> accept,
    boolean acceptsLogin,
    @Nullable Duration maxAge,
    boolean secondFactor,
    boolean csrfOrigin) {

  public ProtectRule {
    methods = Set.copyOf(methods);
    roles = Set.copyOf(roles);
    accept = Set.copyOf(accept);
  }

  /** A rule that says which credentials serve, and no others do. */
  public ProtectRule(
      String path,
      Set<String> methods,
      boolean anonymous,
      Set<String> roles,
      Set<CredentialKind> accept,
      @Nullable Duration maxAge,
      boolean csrfOrigin) {
    this(path, methods, anonymous, roles, accept, false, maxAge, false, csrfOrigin);
  }
}
