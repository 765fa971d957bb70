package dev.portcullis.provider;

import dev.portcullis.Confidential;
import dev.portcullis.ProviderFailure;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.crypto.SealedValues;
import dev.portcullis.store.Transactions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Attempts to sign in (S43): random values of 256 bits each, sealed for the browser, at most ten
 * minutes old when they are used, and used once.
 */
@SealedValues(life = "PT10M")
final class Attempts {

  static final Duration LIFE = Duration.ofMinutes(10);

  private static final int BYTES = 32;
  private static final int LONGEST_TICKET = 4000;
  private static final String PURPOSE = "provider attempt";

  /** What links is no sign-in, nor the other way round, whichever version reads it. */
  private static final String LINK_PURPOSE = "provider link attempt";

  private static final Duration SKEW = Duration.ofSeconds(60);

  private final EncryptionKey key;
  private final RandomSource random;
  private final Clock clock;
  private final UsedOnce used;

  Attempts(Transactions transactions, EncryptionKey key, RandomSource random, Clock clock) {
    this.key = key;
    this.random = random;
    this.clock = clock;
    this.used = new UsedOnce(transactions, clock);
  }

  /** A new one. */
  Attempt begin(
      String provider,
      URI redirectUri,
      boolean forTokens,
      @Nullable String returnTo,
      @Nullable LinkTarget link) {
    return new Attempt(
        provider,
        value(),
        value(),
        Confidential.of(value()),
        redirectUri,
        clock.instant().truncatedTo(ChronoUnit.SECONDS),
        forTokens,
        returnTo,
        link);
  }

  private String value() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random.bytes(BYTES));
  }

  /** What the browser keeps of it; opens for its state alone. */
  Confidential seal(Attempt attempt) {
    var purpose = attempt.link() == null ? PURPOSE : LINK_PURPOSE;
    return Confidential.of(key.seal(purpose, attempt.state(), encode(attempt)));
  }

  /**
   * The attempt that a browser came back from, used up by this.
   *
   * @throws ProviderException {@code invalid_state} unless it is this browser's, of that provider,
   *     young, and was not used before
   */
  Attempt use(String provider, String state, @Nullable Confidential ticket)
      throws ProviderException {
    var attempt =
        open(state, ticket)
            .orElseThrow(() -> invalid("state: not of this browser (RFC 6749 10.12)"));
    if (!attempt.provider().equals(provider)) {
      throw invalid("state: of another provider (RFC 9700 4.4)");
    }
    var end = attempt.begunAt().plus(LIFE);
    var now = clock.instant();
    if (now.isAfter(end) || now.plus(SKEW).isBefore(attempt.begunAt())) {
      throw invalid("state: older than ten minutes");
    }
    if (!used.first(PURPOSE, state, end)) {
      throw invalid("state: used before");
    }
    return attempt;
  }

  private Optional<Attempt> open(String state, @Nullable Confidential ticket) {
    if (ticket == null || ticket.reveal().length() > LONGEST_TICKET) {
      return Optional.empty();
    }
    var sealed = ticket.reveal();
    return key.open(PURPOSE, state, sealed)
        .map(bytes -> decode(state, bytes, false))
        .or(() -> key.open(LINK_PURPOSE, state, sealed).map(bytes -> decode(state, bytes, true)));
  }

  /** Whether that ticket is one of an attempt to link. */
  boolean isLink(String state, Confidential ticket) {
    return open(state, ticket).filter(attempt -> attempt.link() != null).isPresent();
  }

  int cleanUp() {
    return used.cleanUp();
  }

  private static ProviderException invalid(String check) {
    return new ProviderException(ProviderFailure.INVALID_STATE, check);
  }

  private static byte[] encode(Attempt attempt) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(attempt.provider());
      out.writeUTF(attempt.nonce());
      out.writeUTF(attempt.verifier().reveal());
      out.writeUTF(attempt.redirectUri().toString());
      out.writeLong(attempt.begunAt().getEpochSecond());
      out.writeBoolean(attempt.forTokens());
      out.writeUTF(attempt.returnTo() == null ? "" : attempt.returnTo());
      var link = attempt.link();
      if (link != null) {
        out.writeUTF(link.accountId());
        out.writeUTF(link.sessionId());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encode} wrote; nobody else can have sealed it. */
  private static Attempt decode(String state, byte[] bytes, boolean link) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new Attempt(
          in.readUTF(),
          state,
          in.readUTF(),
          Confidential.of(in.readUTF()),
          URI.create(in.readUTF()),
          Instant.ofEpochSecond(in.readLong()),
          in.readBoolean(),
          orNull(in.readUTF()),
          link ? new LinkTarget(in.readUTF(), in.readUTF()) : null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
