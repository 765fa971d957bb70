package dev.portcullis.legacy.depot;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** The stock, for everybody, for users, for keepers, for nobody. */
@Path("/stock")
@Produces("text/plain")
public class StockResource {

  @Context private SecurityContext security;

  @GET
  @Path("open")
  @PermitAll
  public String open() {
    var caller = security.getUserPrincipal();
    return (caller == null ? "nobody" : caller.getName()) + "," + security.isUserInRole("keeper");
  }

  @GET
  @Path("list")
  @RolesAllowed("user")
  public String list() {
    return "listed for " + security.getUserPrincipal().getName();
  }

  @GET
  @Path("lock")
  @RolesAllowed("keeper")
  public String lock() {
    return "locked";
  }

  @GET
  @Path("denied")
  @DenyAll
  public String denied() {
    return "never";
  }
}
