package dev.portcullis.jose;

import static dev.portcullis.jose.JsonReader.ascii;

import org.jspecify.annotations.Nullable;

/**
 * The protected header. Three parameters are understood; a token with any other is refused, whether
 * it would choose a key ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}: S4), be an encryption
 * ({@code enc}, {@code zip}: S5) or change what is signed ({@code crit}, {@code b64}: S6).
 *
 * @param alg as written; compared with the key's own, never used to choose one (S2)
 * @param kid the key's id, at most 256 characters
 * @param typ the kind of token as written, or null
 */
public record JwsHeader(String alg, String kid, @Nullable String typ) {

  private static final int MAX_KID = 256;
  private static final byte[] ALG = ascii("alg");
  private static final byte[] KID = ascii("kid");
  private static final byte[] TYP = ascii("typ");

  static JwsHeader parse(byte[] json) throws MalformedException, RefusedException {
    var reader = new JsonReader(json);
    String alg = null;
    String kid = null;
    String typ = null;
    reader.beginObject();
    while (reader.nextName()) {
      if (reader.nameIs(ALG)) {
        alg = reader.string();
      } else if (reader.nameIs(KID)) {
        kid = reader.string();
      } else if (reader.nameIs(TYP)) {
        typ = reader.string();
      } else {
        throw new RefusedException(Stage.HEADER);
      }
    }
    reader.end();
    if (alg == null || kid == null || kid.length() > MAX_KID) {
      throw new RefusedException(Stage.HEADER);
    }
    return new JwsHeader(alg, kid, typ);
  }
}
