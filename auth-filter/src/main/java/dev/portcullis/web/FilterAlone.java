package dev.portcullis.web;

import dev.portcullis.web.descriptor.Descriptors;
import dev.portcullis.web.descriptor.LoginConfig;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an application has that the filter alone does not reach.
 *
 * @param constraints URL patterns of the descriptors' security-constraints
 * @param loginMethod of {@code login-config}: {@code FORM}, {@code BASIC} …
 * @param guardedBeans EJBs with {@code @RolesAllowed}, by class name
 * @param guardedServlets servlets with {@code @ServletSecurity}, by class name
 */
record FilterAlone(
    List<String> constraints,
    Optional<String> loginMethod,
    List<String> guardedBeans,
    List<String> guardedServlets) {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");
  private static final int NAMED_AT_MOST = 10;

  /** As the descriptors have it, and CDI where there is one. */
  static FilterAlone of(Descriptors descriptors) {
    var login = Optional.ofNullable(descriptors.loginConfig()).map(LoginConfig::method);
    try {
      var found = CDI.current().getBeanManager().getExtension(PortcullisExtension.class);
      return new FilterAlone(
          descriptors.constraints(), login, found.guardedBeans(), found.guardedServlets());
    } catch (IllegalStateException | IllegalArgumentException noCdi) {
      return new FilterAlone(descriptors.constraints(), login, List.of(), List.of());
    }
  }

  /** Says it once, at the start. */
  void tell() {
    LOG.log(
        Level.INFO,
        "auth.door: filter. Servlets, filters and pages know the caller (getUserPrincipal,"
            + " isUserInRole, @Inject Caller), and auth.protect holds. EJBs and the container"
            + " itself know nobody");
    var missed = missed();
    if (!missed.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "Callers of Portcullis do not meet what this application has: {0}. Take the door"
              + " \"module\", or have auth.protect guard these paths instead",
          String.join("; ", missed));
    }
  }

  /** What they do not meet, one text each; empty where the filter is all that it takes. */
  List<String> missed() {
    var missed = new ArrayList<String>();
    if (!constraints.isEmpty()) {
      missed.add(
          "security-constraints, which the container decides before the filter: "
              + named(constraints));
    }
    if (!guardedServlets.isEmpty()) {
      missed.add("@ServletSecurity, likewise: " + named(guardedServlets));
    }
    loginMethod.ifPresent(
        method ->
            missed.add(
                "login-config "
                    + method
                    + ", by which the container itself signs people in, users whom Portcullis does"
                    + " not know"));
    if (!guardedBeans.isEmpty()) {
      missed.add("@RolesAllowed on EJBs, which refuse everybody: " + named(guardedBeans));
    }
    return missed;
  }

  private static String named(List<String> names) {
    var distinct = names.stream().distinct().sorted().toList();
    var shown = String.join(", ", distinct.stream().limit(NAMED_AT_MOST).toList());
    int more = distinct.size() - NAMED_AT_MOST;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
