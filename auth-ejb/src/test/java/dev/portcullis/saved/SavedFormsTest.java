package dev.portcullis.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.SavedForm;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.Proves;
import dev.portcullis.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SavedFormsTest {

  private static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", null, "correlation");

  private final TestDatabase database = new TestDatabase();
  private final MutableClock clock = new MutableClock();
  private final SavedForms forms = forms(3, 6);

  private SavedForms forms(int mostOfANetwork, int most) {
    var key =
        EncryptionKey.parse(
                Confidential.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
                RandomSource.secure())
            .orElseThrow();
    return new SavedForms(database, key, RandomSource.secure(), clock, mostOfANetwork, most);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static SavedForm form(String body) {
    return new SavedForm(
        "/shop/order?step=2",
        "application/x-www-form-urlencoded",
        "http://localhost/shop/basket",
        body.getBytes(StandardCharsets.UTF_8));
  }

  private Confidential keep(String body, @Nullable String account) {
    return forms.keep(form(body), account, CLIENT).orElseThrow();
  }

  private Confidential keepFrom(String address) {
    return forms.keep(form("a=b"), null, new ClientInfo(address, null, "c")).orElseThrow();
  }

  private List<Object[]> rows() {
    return database.inNew(
        tx ->
            tx.em()
                .createQuery("SELECT f.ticketHash, f.sealed FROM SavedForm f", Object[].class)
                .getResultList());
  }

  @Test
  void aFormComesBackAsItWasOnce() {
    var ticket = keep("item=4711&note=caf%C3%A9", "alice");
    assertThat(forms.take(ticket, "alice")).contains(form("item=4711&note=caf%C3%A9"));
    assertThat(forms.take(ticket, "alice")).isEmpty();
  }

  @Test
  void aFormOfUnknownOriginIsForWhoeverSignsInInThatBrowser() {
    assertThat(forms.take(keep("a=b", null), "bob")).contains(form("a=b"));
  }

  @Test
  @Proves("S84")
  void anotherAccountDoesNotGetItAndNobodyAfterwards() {
    var ticket = keep("a=b", "alice");
    assertThat(forms.take(ticket, "bob")).isEmpty();
    assertThat(forms.take(ticket, "alice")).isEmpty();
  }

  @Test
  void itIsKeptForTenMinutes() {
    var first = keep("a=b", "alice");
    var second = keep("a=b", "alice");
    clock.advance(SavedForms.LIFE.minusMillis(1));
    assertThat(forms.take(first, "alice")).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(forms.take(second, "alice")).isEmpty();
  }

  @Test
  void whatNobodyFetchedIsRemoved() {
    keep("a=b", "alice");
    clock.advance(SavedForms.LIFE);
    assertThat(forms.cleanUp()).isEqualTo(1);
    assertThat(rows()).isEmpty();
  }

  @Test
  @Proves("S71")
  void theDatabaseHoldsNeitherTheTicketNorWhatWasTyped() {
    var ticket = keep("iban=DE02120300000000202051", "alice");
    var row = rows().get(0);
    assertThat((String) row[0]).isNotEqualTo(ticket.reveal());
    assertThat((String) row[1]).doesNotContain("iban", "order", ticket.reveal());
  }

  @Test
  void aRowMovedUnderAnotherTicketOrAccountOpensForNobody() {
    var mine = keep("a=mine", "alice");
    var other = keep("a=other", "mallory");
    database.inNew(
        tx -> {
          var rows =
              tx.em().createQuery("SELECT f FROM SavedForm f", SavedFormRow.class).getResultList();
          var sealed = rows.get(0).sealed;
          rows.get(0).sealed = rows.get(1).sealed;
          rows.get(1).sealed = sealed;
          rows.forEach(row -> row.accountId = "mallory");
          return true;
        });
    assertThat(forms.take(mine, "mallory")).isEmpty();
    assertThat(forms.take(other, "mallory")).isEmpty();
  }

  @Test
  void ofSeveralAtTheSameTimeOneGetsIt() throws Exception {
    var ticket = keep("a=b", "alice");
    var pool = Executors.newFixedThreadPool(8);
    try {
      var tries = new ArrayList<Callable<Optional<SavedForm>>>();
      for (int i = 0; i < 8; i++) {
        tries.add(() -> forms.take(ticket, "alice"));
      }
      int got = 0;
      for (var result : pool.invokeAll(tries)) {
        got += result.get().isPresent() ? 1 : 0;
      }
      assertThat(got).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  @Proves("S79")
  void aNetworkDrivesOutItsOwnOldestFirst() {
    var other = keepFrom("198.51.100.1");
    clock.advance(Duration.ofMillis(1));
    var first = keepFrom("192.0.2.1");
    clock.advance(Duration.ofMillis(1));
    keepFrom("192.0.2.2");
    keepFrom("192.0.2.3");
    var last = keepFrom("192.0.2.4");
    assertThat(rows()).hasSize(4);
    assertThat(forms.take(first, "alice")).isEmpty();
    assertThat(forms.take(last, "alice")).isPresent();
    assertThat(forms.take(other, "alice")).isPresent();
  }

  @Test
  @Proves("S79")
  void thereIsRoomForSoManyInAll() {
    for (int network = 1; network <= 9; network++) {
      keepFrom("10.0." + network + ".1");
    }
    assertThat(rows()).hasSize(6);
  }

  @Test
  @Proves("S79")
  void anAddressStoresOnlySoOften() {
    int kept = 0;
    for (int i = 0; i < 100; i++) {
      kept += forms.keep(form("a=b"), null, CLIENT).isPresent() ? 1 : 0;
    }
    assertThat(kept).isEqualTo(SavedForms.RATE.address().count());
    clock.advance(Duration.ofMinutes(10));
    assertThat(forms.keep(form("a=b"), null, CLIENT)).isPresent();
  }

  @Test
  @Proves("S78")
  void nothingLargerIsKept() {
    assertThat(keep("a".repeat(SavedForm.LARGEST_BODY), null)).isNotNull();
    assertThatThrownBy(() -> form("a".repeat(SavedForm.LARGEST_BODY + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNoTicketFindsNothing() {
    assertThat(forms.take(Confidential.of("pcf_short"), "alice")).isEmpty();
    assertThat(forms.take(Confidential.of(""), "alice")).isEmpty();
  }

  @Test
  @Proves("S71")
  void aFormTellsNothingOfItselfInALog() {
    assertThat(form("secret=1").toString()).isEqualTo("SavedForm[8 bytes]");
  }
}
