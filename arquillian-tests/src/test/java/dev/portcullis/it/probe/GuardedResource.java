package dev.portcullis.it.probe;

import dev.portcullis.RequireFactor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;

/** A REST resource that asks for a second factor, and passes on what an EJB asks for. */
@Path("resource")
@RequestScoped
public class GuardedResource {

  /** Where the resources are. */
  @ApplicationPath("/guarded/rest")
  public static class Resources extends Application {}

  @Inject private GuardedBean bean;

  @GET
  @Path("open")
  public String open() {
    return "open";
  }

  @GET
  @Path("vault")
  @RequireFactor
  public String vault() {
    return "the vault";
  }

  @GET
  @Path("ejb")
  public String ejb() {
    return bean.vault();
  }
}
