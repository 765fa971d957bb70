package dev.portcullis.jose;

import static dev.portcullis.jose.JsonReader.ascii;

import org.jspecify.annotations.Nullable;

/**
 * The protected header. Three parameters are understood, and a certificate's thumbprint, which some
 * issuers add to the key's id, is passed over; a token with any other is refused, whether it would
 * choose a key ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}: S4), be an encryption ({@code
 * enc}, {@code zip}: S5) or change what is signed ({@code crit}, {@code b64}: S6).
 *
 * @param alg as written; compared with the key's own, never used to choose one (S2)
 * @param kid the key's id, at most 256 characters, or null
 * @param typ the kind of token as written, or null
 * @param plain whether it has nothing but these three, as tokens of ours
 */
public record JwsHeader(String alg, @Nullable String kid, @Nullable String typ, boolean plain) {

  static final int MAX_KID = 256;
  private static final byte[] ALG = ascii("alg");
  private static final byte[] KID = ascii("kid");
  private static final byte[] TYP = ascii("typ");
  private static final byte[] X5T = ascii("x5t");
  private static final byte[] X5T_S256 = ascii("x5t#S256");

  static JwsHeader parse(byte[] json) throws MalformedException, RefusedException {
    var reader = new JsonReader(json);
    String alg = null;
    String kid = null;
    String typ = null;
    boolean plain = true;
    reader.beginObject();
    while (reader.nextName()) {
      if (reader.nameIs(ALG)) {
        alg = reader.string();
      } else if (reader.nameIs(KID)) {
        kid = reader.string();
      } else if (reader.nameIs(TYP)) {
        typ = reader.string();
      } else if (reader.nameIs(X5T) || reader.nameIs(X5T_S256)) {
        reader.string();
        plain = false;
      } else {
        throw new RefusedException(Stage.HEADER);
      }
    }
    reader.end();
    if (alg == null || (kid != null && kid.length() > MAX_KID)) {
      throw new RefusedException(Stage.HEADER);
    }
    return new JwsHeader(alg, kid, typ, plain);
  }
}
