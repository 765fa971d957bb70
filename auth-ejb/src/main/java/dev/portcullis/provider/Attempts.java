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
import java.util.stream.Stream;
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
      Aim aim,
      @Nullable AttemptOwner owner) {
    return new Attempt(
        provider,
        value(),
        value(),
        Confidential.of(value()),
        redirectUri,
        clock.instant().truncatedTo(ChronoUnit.SECONDS),
        forTokens,
        returnTo,
        aim,
        owner);
  }

  private String value() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random.bytes(BYTES));
  }

  /** What the browser keeps of it; opens for its state alone. */
  Confidential seal(Attempt attempt) {
    return Confidential.of(key.seal(attempt.aim().purpose, attempt.state(), encode(attempt)));
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
    if (!used.first(Aim.SIGN_IN.purpose, state, end)) {
      throw invalid("state: used before");
    }
    return attempt;
  }

  private Optional<Attempt> open(String state, @Nullable Confidential ticket) {
    if (ticket == null || ticket.reveal().length() > LONGEST_TICKET) {
      return Optional.empty();
    }
    var sealed = ticket.reveal();
    return Stream.of(Aim.values())
        .flatMap(
            aim ->
                key
                    .open(aim.purpose, state, sealed)
                    .map(bytes -> decode(state, bytes, aim))
                    .stream())
        .findFirst();
  }

  /** Whether that ticket is one of an attempt that ends in the session where it began. */
  boolean hasOwner(String state, Confidential ticket) {
    return open(state, ticket).filter(attempt -> attempt.owner() != null).isPresent();
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
      var owner = attempt.owner();
      if (owner != null) {
        out.writeUTF(owner.accountId());
        out.writeUTF(owner.sessionId());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encode} wrote; nobody else can have sealed it. */
  private static Attempt decode(String state, byte[] bytes, Aim aim) {
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
          aim,
          aim == Aim.SIGN_IN ? null : new AttemptOwner(in.readUTF(), in.readUTF()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
