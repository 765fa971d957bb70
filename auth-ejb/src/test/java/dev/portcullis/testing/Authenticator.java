package dev.portcullis.testing;

import dev.portcullis.Confidential;
import dev.portcullis.TotpSetup;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** Somebody's authenticator app, with a computation of its own: HMAC-SHA-1, 6 digits, 30 s. */
public final class Authenticator {

  private static final int PERIOD = 30;

  private final byte[] secret;

  private Authenticator(byte[] secret) {
    this.secret = secret;
  }

  /** With the secret as it is typed in. */
  public static Authenticator of(String base32) {
    return new Authenticator(new Base32().decode(base32));
  }

  public static Authenticator of(TotpSetup setup) {
    return of(setup.secret().reveal());
  }

  /** The code that the app shows then (RFC 4226 5.3). */
  public Confidential code(Instant at) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      long step = Math.floorDiv(at.getEpochSecond(), PERIOD);
      var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
      return Confidential.of("%06d".formatted(number % 1_000_000));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
