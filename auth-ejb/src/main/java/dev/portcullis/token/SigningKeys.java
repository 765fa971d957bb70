package dev.portcullis.token;

import dev.portcullis.Confidential;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.jose.HmacKey;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.KeyLookup;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.jose.Signer;
import dev.portcullis.jose.VerificationKey;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.lang.System.Logger.Level;
import java.security.InvalidKeyException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of our own tokens, in memory. With {@code jwt.secret} that is the secret, and those
 * before it; without, key pairs that the nodes make and share through the database, the private
 * halves sealed, and that {@link KeyRotation} leads through their life.
 *
 * <p>All keys are of the configured algorithm (S2). They are read again at an interval, so that one
 * retired in the database is refused without a restart (S18), and where a token has an unknown key,
 * since another node may have made one. Where the interval passed without a reading, whoever needs
 * a key has them read, and no key counts until they are: one may be retired by now.
 */
public final class SigningKeys implements KeyLookup {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.token");
  private static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** How often to {@link #follow} the database; twice that and more is left to retire a key. */
  public static final Duration RELOAD_INTERVAL = Duration.ofSeconds(2);

  private static final Duration JWKS_MAX_AGE = Duration.ofMinutes(5);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final String KID_PURPOSE = "token key id";
  private static final int KID_BYTES = 8;

  /** The id of each secret by how every access token begins that it signed. */
  private final Map<String, String> secretsByBeginning;

  private final JwtSettings settings;
  private final Transactions transactions;
  private final SigningKeyStore store;
  private final KeyPairs keyPairs;
  private final KeyRotation rotation;
  private final Clock clock;
  private final AtomicLong reloadedAt;
  private final AtomicLong readings = new AtomicLong();
  private final Object catchingUp = new Object();
  private @Nullable Long failedAt;
  private volatile long applied;

  /** When the reading began that is in force, and that of which at least the retired are gone. */
  private volatile long readAt;

  private volatile long prunedAt;
  private volatile KeysInForce snapshot;

  private SigningKeys(
      JwtSettings settings,
      Transactions transactions,
      EncryptionKey encryptionKey,
      SignatureProvider provider,
      Clock clock) {
    this.settings = settings;
    this.transactions = transactions;
    this.store = new SigningKeyStore(settings.algorithm().wireName());
    this.keyPairs = new KeyPairs(settings.algorithm(), encryptionKey, provider);
    this.rotation = new KeyRotation(transactions, store, keyPairs, new KeyTimes(settings), clock);
    this.clock = clock;
    this.reloadedAt = new AtomicLong(clock.millis());
    this.readAt = clock.millis();
    this.prunedAt = readAt;
    this.secretsByBeginning = new HashMap<>();
    this.snapshot =
        isSymmetric()
            ? KeysInForce.ofSecrets(secrets(encryptionKey))
            : KeysInForce.of(begin(), keyPairs, 0);
    if (isSymmetric()) {
      for (var key : snapshot.keys().keys()) {
        var header = Jws.header(key.algorithm(), TokenType.ACCESS.typ(), key.kid());
        secretsByBeginning.put(header, key.kid());
      }
    }
  }

  private List<SigningKey> begin() {
    rotation.give(GivenKeys.read(settings, keyPairs, clock));
    return rotation.begin();
  }

  /**
   * Loads the keys, and makes the first where there is none.
   *
   * @throws IllegalStateException if the secret does not fit the algorithm or a stored key does not
   *     open; the message says what to do
   * @throws TemporarilyUnavailableException if the database is away
   */
  public static SigningKeys start(
      JwtSettings settings,
      Transactions transactions,
      EncryptionKey encryptionKey,
      SignatureProvider provider,
      Clock clock) {
    return new SigningKeys(settings, transactions, encryptionKey, provider, clock);
  }

  /** With the algorithms of the JDK. */
  public static SigningKeys start(
      JwtSettings settings, Transactions transactions, EncryptionKey encryptionKey, Clock clock) {
    return start(settings, transactions, encryptionKey, SignatureProvider.JDK, clock);
  }

  /** Whether one secret both signs and verifies. */
  boolean isSymmetric() {
    return settings.algorithm().isSymmetric();
  }

  /**
   * The id of the secret that a token names which begins as ours do, or null: then it is not ours,
   * or nobody knows yet. Tells so without reading the token.
   */
  @Nullable String secretNamedBy(String token) {
    int end = token.indexOf('.');
    return end < 0 ? null : secretsByBeginning.get(token.substring(0, end));
  }

  KeyRotation rotation() {
    return rotation;
  }

  KeyPairs keyPairs() {
    return keyPairs;
  }

  /** The key that signs, as this node last heard. */
  Signer signer() {
    return snapshot.signer();
  }

  /**
   * The key that signs now: a node whose background work stands still must not go on with a key
   * that the others have already let go.
   */
  Signer signer(Tx tx) {
    if (!isSymmetric() && !isWithin(KeyTimes.STALE_AFTER, readAt)) {
      var signing = KeyRotation.signing(store.live(tx));
      if (signing != null && !signing.kid.equals(snapshot.signer().kid())) {
        return keyPairs.open(signing).signer();
      }
    }
    return snapshot.signer();
  }

  /**
   * The public keys as a JWK set (RFC 7517 5).
   *
   * @throws TemporarilyUnavailableException as {@link #requireCurrent} does: others keep what is in
   *     it for a while, and nobody should keep a retired key
   */
  public String jwks() {
    requireCurrent();
    return snapshot.jwks();
  }

  /** How long a copy of {@link #jwks} may be kept; a key signs only long after. */
  public Duration jwksMaxAge() {
    var third = settings.keys().publication().dividedBy(3);
    return third.compareTo(JWKS_MAX_AGE) < 0 ? third : JWKS_MAX_AGE;
  }

  /** Another number whenever the keys changed. */
  long generation() {
    return snapshot.generation();
  }

  /**
   * {@inheritDoc}
   *
   * @throws TemporarilyUnavailableException as {@link #requireCurrent} does
   */
  @Override
  public @Nullable VerificationKey find(String kid) {
    if (!isSymmetric() && KID.matcher(kid).matches()) {
      requireCurrent();
      if (snapshot.keys().find(kid) == null && mayReload()) {
        reload();
      }
    }
    return snapshot.keys().find(kid);
  }

  /**
   * Makes sure that no key is in force that was retired longer ago than {@link
   * KeyTimes#MOST_STALE}, whatever became of the background work (S12, S18). Asks the database
   * where nobody did for so long; of requests at the same time one does, and none for a second
   * after a failure.
   *
   * @throws TemporarilyUnavailableException if the database does not tell (S74)
   */
  void requireCurrent() {
    if (isSymmetric() || isWithin(KeyTimes.MOST_STALE, prunedAt)) {
      return;
    }
    long came = readings.get();
    synchronized (catchingUp) {
      // Who waited here takes what was read meanwhile, however long that took.
      if (isWithin(KeyTimes.MOST_STALE, prunedAt) || applied > came) {
        return;
      }
      if (failedAt != null && isWithin(PAUSE_AFTER_FAILURE, failedAt)) {
        throw stale(null);
      }
      try {
        long reading = reload();
        if (applied < reading) {
          throw new IllegalStateException("No key in auth_signing_key signs");
        }
        failedAt = null;
      } catch (RuntimeException e) {
        failedAt = clock.millis();
        throw stale(e);
      }
    }
  }

  private static TemporarilyUnavailableException stale(@Nullable Exception cause) {
    return new TemporarilyUnavailableException(
        "The signing keys are out of date and the database does not tell them",
        PAUSE_AFTER_FAILURE,
        cause);
  }

  /** A clock that was set back tells nothing about age. */
  private boolean isWithin(Duration limit, long since) {
    long age = clock.millis() - since;
    return age >= 0 && age <= limit.toMillis();
  }

  private boolean mayReload() {
    long last = reloadedAt.get();
    long now = clock.millis();
    return Math.abs(now - last) >= RELOAD_INTERVAL.toMillis()
        && reloadedAt.compareAndSet(last, now);
  }

  /** Returns the number of the reading. */
  private long reload() {
    long reading = readings.incrementAndGet();
    long begun = clock.millis();
    try {
      replace(transactions.inNew(store::live), reading, begun);
    } catch (IllegalStateException e) {
      LOG.log(Level.ERROR, "Keeping the signing keys as they are, without the retired ones", e);
    }
    return reading;
  }

  /**
   * Takes the next step in the life of the keys if one is due, and takes them from the database.
   *
   * @throws IllegalStateException if a stored key does not open; the keys stay as they are, without
   *     those that are retired
   * @throws TemporarilyUnavailableException if the database is away; the keys stay as they are
   */
  public void follow() {
    if (!isSymmetric()) {
      long reading = readings.incrementAndGet();
      long begun = clock.millis();
      replace(rotation.advance(), reading, begun);
    }
  }

  /** A reading that began before one that is applied already may be of before a key was retired. */
  private synchronized void replace(List<SigningKey> rows, long reading, long begun) {
    var before = snapshot;
    if (reading < applied || KeyRotation.signing(rows) == null) {
      // Without a signing key, it was emptied by hand: the next step makes one.
      return;
    }
    try {
      if (!KeysInForce.state(rows).equals(before.state())) {
        snapshot = KeysInForce.of(rows, keyPairs, before.generation() + 1);
      }
      readAt = begun;
    } catch (IllegalStateException e) {
      snapshot = before.without(rows);
      throw e;
    } finally {
      prunedAt = begun;
      applied = reading;
    }
  }

  /** Each secret under the id that each encryption key gives it: nodes may sign with either. */
  private List<HmacKey> secrets(EncryptionKey encryptionKey) {
    var secret = settings.secret();
    if (secret == null) {
      throw new IllegalStateException(
          settings.algorithm().wireName() + " needs auth.providers.jwt.secret");
    }
    try {
      var keys = new ArrayList<>(hmacKeys(secret, encryptionKey));
      for (var previous : settings.keys().previousSecrets()) {
        keys.addAll(hmacKeys(previous, encryptionKey));
      }
      return keys;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("auth.providers.jwt.secret: " + e.getMessage(), e);
    }
  }

  private List<HmacKey> hmacKeys(Confidential secret, EncryptionKey encryptionKey)
      throws InvalidKeyException {
    var keys = new ArrayList<HmacKey>();
    for (var digest : encryptionKey.macs(KID_PURPOSE, secret.reveal())) {
      var kid = HexFormat.of().formatHex(digest, 0, KID_BYTES);
      keys.add(HmacKey.of(kid, settings.algorithm(), secret.revealUtf8()));
    }
    return keys;
  }
}
