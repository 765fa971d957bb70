package dev.portcullis.legacy.depot;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.HashSet;
import java.util.Set;

/** The REST interface. Jersey has to be told to look at roles; RESTEasy is in web.xml. */
@ApplicationPath("/rest")
public class DepotRest extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    var classes = new HashSet<Class<?>>(Set.of(StockResource.class));
    try {
      classes.add(Class.forName("org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature"));
    } catch (ClassNotFoundException anotherServer) {
      // It has no Jersey.
    }
    return classes;
  }
}
