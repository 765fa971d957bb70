package dev.portcullis.revocation;

import dev.portcullis.crypto.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * 128 bits that stand for an id: its value where it is 32 lower-case hex characters, as our own ids
 * are, else the first half of its SHA-256. So an id of any form and length, from whoever shares a
 * key with us, takes the same room.
 */
record RevocationKey(long high, long low) {

  private static final int HEX_LENGTH = 32;

  /** The key of an id, which may be any text. */
  static RevocationKey of(String id) {
    if (id.length() == HEX_LENGTH && isLowerHex(id)) {
      return new RevocationKey(
          HexFormat.fromHexDigitsToLong(id, 0, HEX_LENGTH / 2),
          HexFormat.fromHexDigitsToLong(id, HEX_LENGTH / 2, HEX_LENGTH));
    }
    var digest = ByteBuffer.wrap(Digests.sha256(id.getBytes(StandardCharsets.UTF_8)));
    return new RevocationKey(digest.getLong(), digest.getLong());
  }

  /** As the table has it: 32 lower-case hex characters, whose key is this one again. */
  String hex() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  private static boolean isLowerHex(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
