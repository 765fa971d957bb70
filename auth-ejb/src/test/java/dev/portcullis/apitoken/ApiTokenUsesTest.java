package dev.portcullis.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import dev.portcullis.testing.Proves;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ApiTokenUsesTest {

  private static final int MOST = 50_000;
  private static final int BATCH = 100;

  private final AtomicInteger batches = new AtomicInteger();

  /** As one that is rolled back: nothing is written, and nothing forgotten. */
  private final Transactions writingNothing =
      new Transactions() {
        @Override
        @SuppressWarnings("unchecked")
        public <T> T inNew(Function<Tx, T> work) {
          batches.incrementAndGet();
          return (T) Integer.valueOf(0);
        }
      };

  private final ApiTokenUses uses = new ApiTokenUses(writingNothing, new ApiTokenStore());

  @Test
  @Proves("S79")
  void noMoreUsesAreKeptThanThereIsRoomFor() {
    for (int i = 0; i < MOST + 10_000; i++) {
      uses.note(token("t" + i), 1);
    }
    uses.write();
    assertThat(batches).hasValue(MOST / BATCH);
  }

  @Test
  void whatWasNotWrittenIsWrittenNextTime() {
    uses.note(token("t"), 1);
    uses.write();
    uses.write();
    assertThat(batches).hasValue(2);
  }

  private static ApiToken token(String id) {
    var token = new ApiToken();
    token.id = id;
    return token;
  }
}
