package dev.portcullis.apitoken;

import dev.portcullis.store.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When tokens were last used. A request only leaves a note here; the notes are written in the
 * background, at most one a minute for each token, whatever the number of nodes.
 */
public final class ApiTokenUses {

  /** How often to {@link #write} them. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Duration RESOLUTION = Duration.ofMinutes(1);
  private static final int MOST = 50_000;
  private static final int BATCH = 100;

  private final Transactions transactions;
  private final ApiTokenStore store;
  private final Map<String, Long> notes = new ConcurrentHashMap<>();

  ApiTokenUses(Transactions transactions, ApiTokenStore store) {
    this.transactions = transactions;
    this.store = store;
  }

  /** Notes a use, unless a recent one is known. Past a bound (S79) uses go unnoticed. */
  void note(ApiToken token, long now) {
    boolean due = token.lastUsedAt == null || now - token.lastUsedAt >= RESOLUTION.toMillis();
    if (due && notes.size() < MOST) {
      notes.merge(token.id, now, Math::max);
    }
  }

  /**
   * Writes what was noted. What cannot be written is kept for the next time.
   *
   * @throws dev.portcullis.TemporarilyUnavailableException if the database does not answer
   */
  public void write() {
    var due = List.copyOf(notes.entrySet());
    for (int from = 0; from < due.size(); from += BATCH) {
      var batch = due.subList(from, Math.min(due.size(), from + BATCH));
      int written =
          transactions.inNew(
              tx -> {
                for (var note : batch) {
                  long at = note.getValue();
                  store.touch(tx, note.getKey(), at, at - RESOLUTION.toMillis());
                }
                return batch.size();
              });
      batch.stream().limit(written).forEach(note -> notes.remove(note.getKey(), note.getValue()));
    }
  }
}
