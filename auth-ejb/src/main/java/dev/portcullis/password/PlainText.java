package dev.portcullis.password;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.RandomSource;

/** A password that was stored as it is. */
final class PlainText implements LegacyHash {

  private final Confidential stored;

  PlainText(String stored) {
    this.stored = Confidential.of(stored);
  }

  /** Compared in constant time: see {@link Confidential#equals}. */
  @Override
  public boolean matches(Confidential password) {
    return stored.equals(password);
  }

  @Override
  public Stored encode(Confidential password, RandomSource random) {
    return new Stored(password.reveal(), null);
  }
}
