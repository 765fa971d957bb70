package dev.portcullis.it.probe;

import dev.portcullis.AccountService;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.persistence.metamodel.EntityType;
import java.util.List;

/** An EJB that tells what the EJB container knows. */
@Stateless
public class ProbeBean {

  @Resource private SessionContext context;

  /** Unqualified, as applications write it: a second unit would make it ambiguous. */
  @PersistenceUnit private EntityManagerFactory unit;

  @Inject private AccountService accounts;

  /** The entities of the application's persistence unit. */
  @PermitAll
  public List<String> entities() {
    return unit.getMetamodel().getEntities().stream().map(EntityType::getName).toList();
  }

  @PermitAll
  public AccountService accounts() {
    return accounts;
  }

  @PermitAll
  public String caller() {
    return context.getCallerPrincipal().getName();
  }

  @PermitAll
  public boolean isInRole(String role) {
    return context.isCallerInRole(role);
  }

  @RolesAllowed("user")
  public String forUsers() {
    return caller();
  }

  @RolesAllowed("editor")
  public String forEditors() {
    return caller();
  }
}
