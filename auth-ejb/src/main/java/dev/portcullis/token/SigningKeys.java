package dev.portcullis.token;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.jose.HmacKey;
import dev.portcullis.jose.Jwk;
import dev.portcullis.jose.KeyLookup;
import dev.portcullis.jose.KeySet;
import dev.portcullis.jose.Signer;
import dev.portcullis.jose.VerificationKey;
import dev.portcullis.store.ConstraintConflictException;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.lang.System.Logger.Level;
import java.security.InvalidKeyException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of our own tokens, in memory. With {@code jwt.secret} that is the secret; without, key
 * pairs that the first node to start makes and all nodes share through the database, the private
 * halves sealed.
 *
 * <p>All keys are of the configured algorithm (S2). They are read again at an interval, so that one
 * retired in the database is refused without a restart (S18), and where a token has an unknown key,
 * since another node may have made one.
 */
public final class SigningKeys implements KeyLookup {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.token");
  private static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** How often to {@link #follow} the database. */
  public static final Duration RELOAD_INTERVAL = Duration.ofSeconds(5);

  private static final String KID_PURPOSE = "token key id";
  private static final int KID_BYTES = 8;

  /** What is in force; replaced as a whole. */
  private record Snapshot(KeySet keys, Signer signer, String jwks, long generation) {
    List<String> kids() {
      return keys.keys().stream().map(VerificationKey::kid).toList();
    }
  }

  private final JwtSettings settings;
  private final Transactions transactions;
  private final KeyPairs keyPairs;
  private final Clock clock;
  private final AtomicLong reloadedAt;
  private volatile Snapshot snapshot;

  private SigningKeys(
      JwtSettings settings, Transactions transactions, EncryptionKey encryptionKey, Clock clock) {
    this.settings = settings;
    this.transactions = transactions;
    this.keyPairs = new KeyPairs(settings.algorithm(), encryptionKey);
    this.clock = clock;
    this.reloadedAt = new AtomicLong(clock.millis());
    this.snapshot = isSymmetric() ? ofSecret(encryptionKey) : ofRows(readOrCreate(), 0);
  }

  /**
   * Loads the keys, and makes the first where there is none.
   *
   * @throws IllegalStateException if the secret does not fit the algorithm or a stored key does not
   *     open; the message says what to do
   * @throws TemporarilyUnavailableException if the database is away
   */
  public static SigningKeys start(
      JwtSettings settings, Transactions transactions, EncryptionKey encryptionKey, Clock clock) {
    return new SigningKeys(settings, transactions, encryptionKey, clock);
  }

  /** Whether one secret both signs and verifies. */
  boolean isSymmetric() {
    return settings.algorithm().isSymmetric();
  }

  /** The key that signs now. */
  Signer signer() {
    return snapshot.signer;
  }

  /** The public keys as a JWK set (RFC 7517 5). */
  public String jwks() {
    return snapshot.jwks;
  }

  /** Another number whenever the keys changed. */
  long generation() {
    return snapshot.generation;
  }

  @Override
  public @Nullable VerificationKey find(String kid) {
    var known = snapshot.keys.find(kid);
    if (known != null || isSymmetric() || !KID.matcher(kid).matches() || !mayReload()) {
      return known;
    }
    reload();
    return snapshot.keys.find(kid);
  }

  private boolean mayReload() {
    long last = reloadedAt.get();
    long now = clock.millis();
    return now - last >= RELOAD_INTERVAL.toMillis() && reloadedAt.compareAndSet(last, now);
  }

  private synchronized void reload() {
    try {
      var rows = transactions.inNew(this::activeRows);
      if (!rows.isEmpty()) {
        replace(rows);
      }
    } catch (IllegalStateException e) {
      LOG.log(Level.ERROR, "Keeping the signing keys as they are", e);
    }
  }

  /**
   * Takes the keys in force from the database, and makes one where all are retired.
   *
   * @throws IllegalStateException if a stored key does not open; the keys stay as they are
   * @throws TemporarilyUnavailableException if the database is away; the keys stay as they are
   */
  public synchronized void follow() {
    if (!isSymmetric()) {
      replace(readOrCreate());
    }
  }

  private void replace(List<SigningKey> rows) {
    var before = snapshot;
    if (!rows.stream().map(row -> row.kid).toList().equals(before.kids())) {
      snapshot = ofRows(rows, before.generation + 1);
    }
  }

  private Snapshot ofSecret(EncryptionKey encryptionKey) {
    var secret = settings.secret();
    if (secret == null) {
      throw new IllegalStateException(
          settings.algorithm().wireName() + " needs auth.providers.jwt.secret");
    }
    try {
      var digest = encryptionKey.mac(KID_PURPOSE, secret.reveal());
      var kid = HexFormat.of().formatHex(digest, 0, KID_BYTES);
      var key = HmacKey.of(kid, settings.algorithm(), secret.revealUtf8());
      return new Snapshot(KeySet.of(List.of(key)), key, "{\"keys\":[]}", 0);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("auth.providers.jwt.secret: " + e.getMessage(), e);
    }
  }

  private List<SigningKey> readOrCreate() {
    // Before the keys themselves: whoever makes one in between takes the next generation away.
    int highest = transactions.inNew(this::highestGeneration);
    var rows = transactions.inNew(this::activeRows);
    return rows.isEmpty() ? create(highest + 1) : rows;
  }

  /** Nodes that start together all try; the unique generation lets one win, whose key all use. */
  private List<SigningKey> create(int generation) {
    var row = keyPairs.create(generation, clock.instant());
    try {
      transactions.inNew(
          tx -> {
            tx.em().persist(row);
            tx.em().flush();
            return row;
          });
      LOG.log(Level.INFO, "Made the {0} signing key {1}", row.algorithm, row.kid);
    } catch (ConstraintConflictException anotherNodeWasFirst) {
      LOG.log(Level.DEBUG, "Another node made the signing key");
    }
    return transactions.inNew(this::activeRows);
  }

  private List<SigningKey> activeRows(Tx tx) {
    return tx.em()
        .createQuery(
            "SELECT k FROM SigningKey k WHERE k.algorithm = :algorithm AND k.state = :active"
                + " ORDER BY k.generation",
            SigningKey.class)
        .setParameter("algorithm", settings.algorithm().wireName())
        .setParameter("active", SigningKey.State.ACTIVE)
        .getResultList();
  }

  private int highestGeneration(Tx tx) {
    var highest =
        tx.em()
            .createQuery(
                "SELECT MAX(k.generation) FROM SigningKey k WHERE k.algorithm = :algorithm",
                Integer.class)
            .setParameter("algorithm", settings.algorithm().wireName())
            .getSingleResult();
    return highest == null ? 0 : highest;
  }

  /** The rows come in the order of their generations; the last one signs. */
  private Snapshot ofRows(List<SigningKey> rows, long generation) {
    var pairs = rows.stream().map(keyPairs::open).toList();
    var jwks =
        pairs.stream()
            .map(pair -> Jwk.write(pair.verifier()))
            .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    try {
      var keys = KeySet.of(pairs.stream().map(KeyPairs.Opened::verifier).toList());
      return new Snapshot(keys, pairs.get(pairs.size() - 1).signer(), jwks, generation);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("The keys in auth_signing_key do not go together", e);
    }
  }
}
