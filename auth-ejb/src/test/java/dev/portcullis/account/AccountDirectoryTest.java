package dev.portcullis.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountDirectoryTest {

  private final TestDatabase database = new TestDatabase();
  private final AccountDirectory directory = new AccountDirectory();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void findsAnAccountByIdAndByNameInAnyCase() {
    var id = insert("Änne");
    assertThat(database.<String>inNew(tx -> directory.byId(tx, id).orElseThrow().username()))
        .isEqualTo("Änne");
    assertThat(database.<String>inNew(tx -> directory.byUsername(tx, "äNNE").orElseThrow().id()))
        .isEqualTo(id);
    assertThat(database.<Set<String>>inNew(tx -> directory.byId(tx, id).orElseThrow().roles()))
        .containsExactlyInAnyOrder("clerk", "user");
    assertThat(database.<Boolean>inNew(tx -> directory.byUsername(tx, "x\u0000").isPresent()))
        .isFalse();
  }

  @Test
  @Proves("S83")
  void holdsANameOnceWhateverItsCaseOrUnicodeForm() {
    insert("admin");
    assertThatThrownBy(() -> insert("ADMIN")).isInstanceOf(ConstraintConflictException.class);
    assertThatThrownBy(() -> insert("\uff41dmin")).isInstanceOf(ConstraintConflictException.class);
  }

  private String insert(String name) {
    return database.<String>inNew(
        tx -> {
          var account =
              new Account(
                  RandomSource.secure().id(), Username.parse(name).orElseThrow(), Instant.EPOCH);
          account.roles.addAll(Set.of("clerk", "user"));
          tx.em().persist(account);
          return account.id;
        });
  }
}
