package dev.portcullis.password;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.RandomSource;
import java.util.Arrays;
import java.util.Optional;

/** argon2id of an application's own, at parameters of its own. */
final class ImportedArgon2 implements LegacyHash {

  static final int MAX_MEMORY_KIB = 1 << 17;
  static final int MAX_ITERATIONS = 10;

  private final Argon2Hash hash;

  private ImportedArgon2(Argon2Hash hash) {
    this.hash = hash;
  }

  static Optional<LegacyHash> parse(String stored) {
    return Argon2Hash.parse(stored)
        .filter(
            hash ->
                hash.cost().memoryKib() <= MAX_MEMORY_KIB
                    && hash.cost().iterations() <= MAX_ITERATIONS)
        .map(ImportedArgon2::new);
  }

  @Override
  public boolean matches(Confidential password) {
    var bytes = password.revealUtf8();
    try {
      return hash.matches(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public Stored encode(Confidential password, RandomSource random) {
    var bytes = password.revealUtf8();
    try {
      var salt = random.bytes(Argon2Hash.SALT_BYTES);
      return new Stored(
          Argon2Hash.compute(hash.cost(), salt, Argon2Hash.HASH_BYTES, bytes).format(), null);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
