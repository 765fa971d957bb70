package dev.portcullis.legacy.ledger;

import jakarta.annotation.Resource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;

/** Business methods for roles. */
@Stateless
@DeclareRoles({"user", "editor"})
public class LedgerBean {

  @Resource private SessionContext context;

  @RolesAllowed("user")
  public String read() {
    return context.getCallerPrincipal().getName();
  }

  @RolesAllowed("editor")
  public String write() {
    return "written";
  }
}
