package dev.portcullis.legacy.stock;

import jakarta.annotation.Resource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;

/** Business methods for roles. */
@Stateless
@DeclareRoles({"user", "chief"})
public class StockBean {

  @Resource private SessionContext context;

  @RolesAllowed("user")
  public String count() {
    return context.getCallerPrincipal().getName();
  }

  @RolesAllowed("chief")
  public String order() {
    return "ordered";
  }
}
