package dev.portcullis;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What is so marked asks for more than a caller: that the caller proved a second factor in this
 * session, or proved anything at all lately. It stands on a servlet (the class, or {@code doGet}
 * and its like), on a CDI bean or REST resource, and on an EJB: the class, or single methods, which
 * decide for themselves.
 *
 * <p>Whoever does not meet it is answered as by {@code factor} and {@code max_age} of {@code
 * auth.protect}: a browser is led to the page that asks for what is missing and back, a program
 * gets 401 {@code insufficient_user_authentication} (RFC 9470). The answer is complete then; the
 * method is not called, and its caller gets an {@link InsufficientAuthenticationException} that
 * nobody has to handle. Where there is no request, as in a timer, nobody meets it.
 *
 * <pre>
 *   &#64;RequireFactor
 *   public void approve(Payment payment)
 *
 *   &#64;RequireFactor(value = RequireFactor.Factor.ANY, maxAgeSeconds = 300)
 *   public void changeAddress(Address address)
 * </pre>
 */
@Inherited
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequireFactor {

  /** The factor that must have been proven in the caller's session. */
  enum Factor {
    /** Whatever the caller signed in with. */
    ANY,
    /** A second one beside the first; a trusted device is none. */
    SECOND
  }

  /** What the caller's session must have proven. */
  @Nonbinding
  Factor value() default Factor.SECOND;

  /** How long ago the last proof may be, in seconds; 0 for any time. */
  @Nonbinding
  int maxAgeSeconds() default 0;
}
