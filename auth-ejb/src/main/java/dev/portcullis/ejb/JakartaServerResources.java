package dev.portcullis.ejb;

import dev.portcullis.Directory;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.PortcullisStarted;
import dev.portcullis.SecurityEvent;
import dev.portcullis.config.DirectorySettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.CloseableTransactions;
import dev.portcullis.store.EventRecorder;
import dev.portcullis.store.JdbcTransactions;
import dev.portcullis.store.JtaJdbcTransactions;
import dev.portcullis.store.JtaTransactions;
import dev.portcullis.store.PortcullisPersistenceUnit;
import dev.portcullis.store.ServerTransaction;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceProviderResolverHolder;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The resources of a Jakarta EE server; to be made within a deployment, by its listener. */
public final class JakartaServerResources implements ServerResources {

  private final String contextPath;
  private final Function<DirectorySettings, Directory> directories;
  private final DataSources dataSources =
      new DataSources(
          JakartaServerResources::inContext,
          ServerKind.of(JakartaServerResources.class.getClassLoader()));
  private final BeanManager beans = CDI.current().getBeanManager();
  private final DomainHolder holder = CDI.current().select(DomainHolder.class).get();

  /**
   * @param contextPath of the application, as {@code ServletContext.getContextPath} gives it
   * @param directories opens them; how they are spoken to is not the domain's
   * @throws IllegalStateException if another application has the same beans
   */
  public JakartaServerResources(
      String contextPath, Function<DirectorySettings, Directory> directories) {
    this.contextPath = contextPath;
    this.directories = directories;
    holder.claim(contextPath);
  }

  @Override
  public DataSource dataSource(String name) {
    return dataSources.find(name);
  }

  @Override
  public CloseableTransactions transactions(String dataSourceName, EventRecorder recorder) {
    var dataSource = dataSources.findForPersistence(dataSourceName);
    return new JtaTransactions(entityManagerFactory(dataSource), serverTransaction(), recorder);
  }

  @Override
  public JdbcTransactions jdbcTransactions(String dataSourceName) {
    return new JtaJdbcTransactions(dataSources.find(dataSourceName), serverTransaction());
  }

  @Override
  public Directory directory(DirectorySettings settings) {
    return directories.apply(settings);
  }

  @Override
  public Object lookup(String name) {
    return required(name);
  }

  private static ServerTransaction serverTransaction() {
    return CDI.current().select(TransactionsBean.class).get();
  }

  /** The server's own provider makes it; see {@code docs/decisions/0003-persistence-unit.md}. */
  private static EntityManagerFactory entityManagerFactory(DataSource dataSource) {
    var unit = new PortcullisPersistenceUnit(dataSource, PersistenceUnitTransactionType.JTA);
    var providers =
        PersistenceProviderResolverHolder.getPersistenceProviderResolver()
            .getPersistenceProviders();
    for (var provider : providers) {
      var factory = provider.createContainerEntityManagerFactory(unit, Map.of());
      if (factory != null) {
        return factory;
      }
    }
    throw new IllegalStateException(
        "The server offers this application no Jakarta Persistence provider. On WildFly the jar's"
            + " manifest must say \"Dependencies: org.hibernate optional\"; on Open Liberty the"
            + " feature persistence-3.1 must be on");
  }

  @Override
  public Lanes lanes() {
    return new OwnLanes((ThreadFactory) required("java:comp/DefaultManagedThreadFactory"));
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public RandomSource random() {
    return RandomSource.secure();
  }

  @Override
  public void fire(SecurityEvent event) {
    beans.getEvent().fire(event);
  }

  @Override
  public String localAddress() {
    return "http://localhost:<port>" + contextPath;
  }

  @Override
  public void started(PortcullisDomain domain) {
    holder.set(domain);
    beans.getEvent().fire(new PortcullisStarted());
  }

  @Override
  public void stopped() {
    holder.set(null);
  }

  private static Object required(String name) {
    try {
      return inContext(name);
    } catch (NamingException e) {
      throw new IllegalStateException("The server has no " + name, e);
    }
  }

  @SuppressWarnings("BanJNDI") // the names are constants or the operator's, never a client's
  private static Object inContext(String name) throws NamingException {
    return new InitialContext().lookup(name);
  }
}
