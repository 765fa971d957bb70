package dev.portcullis.web.neighbour;

import dev.portcullis.config.AuthSettings;
import dev.portcullis.crypto.RandomSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Lets the applications of one server compare the settings that they should have in common: those
 * of a {@code sso_group}, and those that use one set of tables. Each has classes of its own, so
 * they meet at the platform's MBean server. Applications of other servers are not seen.
 */
public final class Neighbours implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.portcullis.web");
  private static final String DOMAIN = "dev.portcullis:type=Application,";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final ObjectName name;

  private Neighbours(ObjectName name) {
    this.name = name;
  }

  /** What an application hands to the MBean server; refers to nothing else of it. */
  private static final class Told implements SettingsMXBean {

    private final String[] texts;

    Told(SharedSettings settings) {
      this.texts = settings.toArray();
    }

    @Override
    public String[] getSettings() {
      return texts.clone();
    }
  }

  /**
   * Moves in, and warns of every neighbour whose settings conflict.
   *
   * @param contextPath as the container gives it
   * @param settings of the application
   */
  public static Neighbours join(String contextPath, AuthSettings settings, RandomSource random) {
    try {
      var own = SharedSettings.of(contextPath, settings, random);
      var name =
          new ObjectName(
              DOMAIN + "context=" + ObjectName.quote(own.application()) + ",id=" + random.id());
      var joined = new Neighbours(name);
      for (var neighbour : joined.others()) {
        warn(own, neighbour);
      }
      joined.server.registerMBean(new Told(own), name);
      return joined;
    } catch (JMException e) {
      throw new IllegalStateException("The MBean server does not take us", e);
    }
  }

  private List<SharedSettings> others() throws JMException {
    var found = new ArrayList<SharedSettings>();
    for (var other : server.queryNames(new ObjectName(DOMAIN + "*"), null)) {
      try {
        found.add(SharedSettings.ofArray((String[]) server.getAttribute(other, "Settings")));
      } catch (JMException e) {
        LOG.log(Level.DEBUG, "It left just now", e);
      }
    }
    return found;
  }

  private static void warn(SharedSettings own, SharedSettings neighbour) {
    var conflicts = own.conflictsWith(neighbour);
    if (!conflicts.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "The applications {0} and {1} share {2} and should agree: {3}. Of two limits the shorter"
              + " one holds for both",
          own.application(),
          neighbour.application(),
          own.bondWith(neighbour),
          String.join("; ", conflicts));
    }
  }

  /** Moves out. */
  @Override
  public void close() {
    try {
      server.unregisterMBean(name);
    } catch (JMException e) {
      LOG.log(Level.DEBUG, "Gone already", e);
    }
  }
}
