package dev.portcullis.legacy.vault;

import jakarta.annotation.Resource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;

/** Business methods for roles. */
@Stateless
@DeclareRoles({"user", "editor"})
public class VaultBean {

  @Resource private SessionContext context;

  @RolesAllowed("user")
  public String look() {
    return context.getCallerPrincipal().getName();
  }

  @RolesAllowed("editor")
  public String take() {
    return "taken";
  }
}
