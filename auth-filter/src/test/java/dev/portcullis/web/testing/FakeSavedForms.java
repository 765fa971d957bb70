package dev.portcullis.web.testing;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.SavedForm;
import dev.portcullis.SavedFormService;
import dev.portcullis.crypto.OpaqueToken;
import dev.portcullis.crypto.RandomSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Forms in memory; as strict about accounts as the real ones. */
public final class FakeSavedForms implements SavedFormService {

  private record Kept(SavedForm form, @Nullable String accountId) {}

  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final Runnable check;

  /**
   * @param check throws where the database is away
   */
  public FakeSavedForms(Runnable check) {
    this.check = check;
  }

  public int size() {
    return kept.size();
  }

  /** They are all too old. */
  public void clear() {
    kept.clear();
  }

  @Override
  public Optional<Confidential> keep(
      SavedForm form, @Nullable String accountId, ClientInfo client) {
    check.run();
    var ticket = OpaqueToken.create(OpaqueToken.Kind.SAVED_FORM, RandomSource.secure()).text();
    kept.put(ticket.reveal(), new Kept(form, accountId));
    return Optional.of(ticket);
  }

  @Override
  public Optional<SavedForm> take(Confidential ticket, String accountId) {
    check.run();
    return Optional.ofNullable(kept.remove(ticket.reveal()))
        .filter(k -> k.accountId() == null || k.accountId().equals(accountId))
        .map(Kept::form);
  }
}
