package dev.portcullis.ejb;

import dev.portcullis.store.ServerTransaction;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Has the container begin, suspend and complete transactions for us; keeps no state. */
@Singleton(name = TransactionsBean.NAME)
@Local(ServerTransaction.class)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class TransactionsBean implements ServerTransaction {

  static final String NAME = "PortcullisTransactions";

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  @SuppressWarnings("NullAway.Init") // the container sets it
  private TransactionSynchronizationRegistry registry;

  @Override
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void requiresNew(Work work) {
    registry.registerInterposedSynchronization(work);
    if (!work.execute()) {
      registry.setRollbackOnly();
    }
  }
}
