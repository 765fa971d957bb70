package dev.portcullis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a form over a login, encrypted, for {@code 10 min} and one use. Anybody can make it store
 * something, so what one address and all together can store is limited.
 */
public interface SavedFormService {

  /**
   * Keeps a form.
   *
   * @param accountId who was signed in when it was typed, or null where that is not known
   * @return the ticket for the browser; empty where its address has stored too much of late
   * @throws TemporarilyUnavailableException where the database does not answer
   */
  Optional<Confidential> keep(SavedForm form, @Nullable String accountId, ClientInfo client);

  /**
   * Hands a form out and forgets it; of several at the same time, one gets it.
   *
   * @param accountId who is signed in now
   * @return empty if there is none for that ticket, it is too old, or it was typed by another
   * @throws TemporarilyUnavailableException where the database does not answer
   */
  Optional<SavedForm> take(Confidential ticket, String accountId);
}
