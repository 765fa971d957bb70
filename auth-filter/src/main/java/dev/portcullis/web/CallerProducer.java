package dev.portcullis.web;

import dev.portcullis.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.servlet.http.HttpServletRequest;

/** Makes {@code @Inject Caller} work, in servlets and in everything that they call. */
@ApplicationScoped
public class CallerProducer {

  /** The caller of the current request, asked anew at each call: logins change it. */
  @Produces
  @RequestScoped
  Caller caller(Instance<HttpServletRequest> request) {
    return new CurrentCaller(request::get);
  }
}
