package dev.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.testing.Proves;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What came between the proof of a credential and its being remembered. */
class RecentProofsTest {

  private static final String KEY = "a digest";

  private final LoginFixture app = new LoginFixture();
  private final RecentProofs recent =
      new RecentProofs(app.database, app.directory, app.recheck, app.revocations, app.clock);

  @AfterEach
  void close() {
    app.close();
  }

  private void remember(AccountSnapshot account, long marksBefore) {
    var unused =
        recent.remember(
            KEY, account, "proof", Set.of("pwd"), app.clock.instant(), Instant.MAX, marksBefore);
  }

  @Test
  @Proves({"S12", "S24"})
  void whereAMarkCameMeanwhileTheAccountIsReadAgainAtTheNextRequest() {
    var mary = app.create("mary");
    var account =
        app.database.<AccountSnapshot>inNew(tx -> app.directory.byId(tx, mary.id()).orElseThrow());
    int disabled =
        app.database.inNew(
            tx ->
                tx.em()
                    .createQuery("UPDATE Account a SET a.disabled = TRUE WHERE a.id = :id")
                    .setParameter("id", mary.id())
                    .executeUpdate());
    assertThat(disabled).isEqualTo(1);

    remember(account, recent.markCount());
    assertThat(recent.find(KEY)).as("believed for five seconds").isPresent();
    remember(account, recent.markCount() - 1);
    assertThat(recent.find(KEY)).isEmpty();
  }
}
