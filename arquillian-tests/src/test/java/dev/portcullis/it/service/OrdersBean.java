package dev.portcullis.it.service;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;

/** What the EJB container alone guards. */
@Stateless
public class OrdersBean {

  @Resource private SessionContext context;

  @RolesAllowed("clerk")
  public String forClerks() {
    return context.getCallerPrincipal().getName();
  }

  @RolesAllowed("manager")
  public String forManagers() {
    return context.getCallerPrincipal().getName();
  }
}
