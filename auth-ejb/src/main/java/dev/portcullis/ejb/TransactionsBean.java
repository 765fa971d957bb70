package dev.portcullis.ejb;

import dev.portcullis.store.ServerTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Has the server begin, suspend and complete transactions for us; keeps no state. A CDI bean and no
 * EJB: a web.xml with {@code metadata-complete="true"} makes a server overlook EJBs that are marked
 * by annotations, and injected resources with them.
 */
@ApplicationScoped
public class TransactionsBean implements ServerTransaction {

  @Override
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void requiresNew(Work work) {
    var registry = registry();
    registry.registerInterposedSynchronization(work);
    if (!work.execute()) {
      registry.setRollbackOnly();
    }
  }

  @SuppressWarnings("BanJNDI") // the name is a constant
  private static TransactionSynchronizationRegistry registry() {
    try {
      return InitialContext.doLookup("java:comp/TransactionSynchronizationRegistry");
    } catch (NamingException e) {
      throw new IllegalStateException("The server has no transactions", e);
    }
  }
}
