package dev.portcullis.legacy.estate;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;

/** The business logic that both WARs call. */
@Stateless
public class EstateBean {

  @Resource private SessionContext context;

  /** Whoever calls. */
  @PermitAll
  public String caller() {
    return context.getCallerPrincipal().getName();
  }

  /** For administrators. */
  @RolesAllowed("auth-admin")
  public String administer() {
    return caller();
  }

  /** For a role that nobody has. */
  @RolesAllowed("surveyor")
  public String survey() {
    return caller();
  }
}
