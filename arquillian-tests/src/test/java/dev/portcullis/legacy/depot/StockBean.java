package dev.portcullis.legacy.depot;

import jakarta.annotation.Resource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.AsyncResult;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import java.util.concurrent.Future;

/** Business methods for roles. */
@Stateless
@DeclareRoles({"user", "keeper"})
public class StockBean {

  @Resource private SessionContext context;

  @PermitAll
  public String caller() {
    return context.getCallerPrincipal().getName();
  }

  @RolesAllowed("user")
  public String count() {
    return "counted by " + caller();
  }

  @RolesAllowed("keeper")
  public String lock() {
    return "locked";
  }

  /** In a thread of the EJB container. */
  @Asynchronous
  @RolesAllowed("user")
  public Future<String> later() {
    return new AsyncResult<>("later " + caller());
  }
}
