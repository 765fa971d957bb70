package dev.portcullis.web;

import dev.portcullis.RequireFactor;
import dev.portcullis.web.request.StepUp;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.Servlet;
import java.io.Serial;
import java.io.Serializable;

/**
 * Asks for what {@link RequireFactor} says before a method of a bean, resource or EJB is called,
 * and before its transaction begins. Enabled for the whole application by its priority. Servlets
 * are asked by the filter, on every server alike: Payara calls interceptors for their {@code init},
 * too.
 */
@Interceptor
@RequireFactor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class RequireFactorInterceptor implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  /** What an annotation reached only through a stereotype, or added by an extension, asks for. */
  private static final RequireFactor STRICTEST =
      RequireFactorInterceptor.class.getAnnotation(RequireFactor.class);

  @AroundInvoke
  Object ask(InvocationContext call) throws Exception {
    if (!(call.getTarget() instanceof Servlet)) {
      StepUp.require(demand(call));
    }
    return call.proceed();
  }

  private static RequireFactor demand(InvocationContext call) {
    var method = call.getMethod().getAnnotation(RequireFactor.class);
    if (method != null) {
      return method;
    }
    // A container's subclass of the bean inherits it.
    var type = call.getTarget().getClass().getAnnotation(RequireFactor.class);
    if (type == null) {
      type = call.getMethod().getDeclaringClass().getAnnotation(RequireFactor.class);
    }
    return type == null ? STRICTEST : type;
  }
}
