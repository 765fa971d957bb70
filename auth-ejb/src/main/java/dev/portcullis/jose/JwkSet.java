package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JWK set that another issuer publishes (RFC 7517 5). One key that does not serve is left out and
 * the others are used: issuers publish keys of all kinds side by side. A key's id that is there
 * twice serves nobody (S3).
 *
 * @param keys by id
 * @param leftOut why keys were left out, each with its place; nothing of the text is in it
 */
public record JwkSet(Map<String, VerificationKey> keys, List<String> leftOut) {

  /** The most keys that are looked at; a set with more is refused (S79). */
  public static final int MOST_KEYS = 64;

  private static final byte[] KEYS = JsonReader.ascii("keys");

  public JwkSet {
    keys = Map.copyOf(keys);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Reads a set.
   *
   * @param json possibly hostile
   * @param allowed the algorithms that the issuer may sign with (S2)
   * @throws MalformedException if it is no strict JSON, no set, or has too many keys
   */
  public static JwkSet parse(byte[] json, Set<JwsAlgorithm> allowed) throws MalformedException {
    var keys = new LinkedHashMap<String, VerificationKey>();
    var leftOut = new ArrayList<String>();
    var twice = new HashSet<String>();
    int place = 0;
    for (var member : members(json)) {
      place++;
      try {
        var read = JwkMembers.parse(member);
        if (read.isForOtherUse()) {
          continue;
        }
        var key = Jwk.bind(read, allowed);
        if (keys.put(key.kid(), key) != null) {
          twice.add(key.kid());
          leftOut.add("key " + place + ": its id is there twice, so neither is used");
        }
      } catch (MalformedException | InvalidKeyException e) {
        leftOut.add("key " + place + ": " + e.getMessage());
      }
    }
    keys.keySet().removeAll(twice);
    return new JwkSet(keys, leftOut);
  }

  /** The same keys, used by that provider. */
  public JwkSet using(SignatureProvider provider) {
    var adopted = new LinkedHashMap<String, VerificationKey>();
    keys.forEach((kid, key) -> adopted.put(kid, key.using(provider)));
    return new JwkSet(adopted, leftOut);
  }

  private static List<byte[]> members(byte[] json) throws MalformedException {
    var members = new ArrayList<byte[]>();
    var in = new JsonReader(json);
    boolean found = false;
    in.beginObject();
    while (in.nextName()) {
      if (in.nameIs(KEYS)) {
        found = true;
        in.beginArray();
        while (in.nextElement()) {
          members.add(in.raw());
          if (members.size() > MOST_KEYS) {
            throw new MalformedException("at most " + MOST_KEYS + " keys");
          }
        }
      } else {
        in.skip();
      }
    }
    in.end();
    if (!found) {
      throw new MalformedException("keys");
    }
    return members;
  }
}
