package dev.portcullis.token;

import dev.portcullis.jose.HmacKey;
import dev.portcullis.jose.Jwk;
import dev.portcullis.jose.KeySet;
import dev.portcullis.jose.Signer;
import dev.portcullis.jose.VerificationKey;
import java.security.InvalidKeyException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The keys of our own tokens as a node has them; replaced as a whole.
 *
 * @param state what tells whether the rows changed
 * @param pairs none where there are secrets
 * @param jwks the public halves as a JWK set
 * @param generation another number whenever the keys changed
 */
record KeysInForce(
    List<String> state,
    List<KeyPairs.Opened> pairs,
    KeySet keys,
    Signer signer,
    String jwks,
    long generation) {

  /**
   * Secrets, of which the first signs.
   *
   * @throws IllegalStateException if two have one id
   */
  static KeysInForce ofSecrets(List<HmacKey> secrets) {
    return new KeysInForce(List.of(), List.of(), set(secrets), secrets.get(0), jwks(List.of()), 0);
  }

  /**
   * Rows, one of which signs.
   *
   * @throws IllegalStateException if one does not open
   */
  static KeysInForce of(List<SigningKey> rows, KeyPairs keyPairs, long generation) {
    var pairs = rows.stream().map(keyPairs::open).toList();
    var signer = pairs.get(rows.indexOf(KeyRotation.signing(rows))).signer();
    return of(state(rows), pairs, signer, generation);
  }

  private static KeysInForce of(
      List<String> state, List<KeyPairs.Opened> pairs, Signer signer, long generation) {
    var verifiers = pairs.stream().map(KeyPairs.Opened::verifier).toList();
    return new KeysInForce(state, pairs, set(verifiers), signer, jwks(pairs), generation);
  }

  /** These but those that are not among the rows; the signer stays. */
  KeysInForce without(List<SigningKey> rows) {
    var left =
        pairs.stream()
            .filter(pair -> rows.stream().anyMatch(row -> row.kid.equals(pair.verifier().kid())))
            .toList();
    return left.size() == pairs.size() ? this : of(state, left, signer, generation + 1);
  }

  static List<String> state(List<SigningKey> rows) {
    return rows.stream().map(row -> row.phase + " " + row.kid).toList();
  }

  private static String jwks(List<KeyPairs.Opened> pairs) {
    return pairs.stream()
        .map(pair -> Jwk.write(pair.verifier()))
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  private static KeySet set(Collection<? extends VerificationKey> keys) {
    try {
      return KeySet.of(keys);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(
          "The keys of our own tokens do not go together: " + e.getMessage(), e);
    }
  }
}
