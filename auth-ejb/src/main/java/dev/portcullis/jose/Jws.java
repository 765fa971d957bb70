package dev.portcullis.jose;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.config.JwsAlgorithm;

/** JSON Web Signatures in their compact form (RFC 7515). */
public final class Jws {

  /** The longest token that is looked at, in characters (S78). */
  public static final int MAX_LENGTH = 8 * 1024;

  private Jws() {}

  /**
   * Verifies a token of ours: {@link Stage#SIZE} to {@link Stage#SIGNATURE}, in that order.
   *
   * @param keys where its key must be
   * @param compact the token, possibly hostile
   * @throws RefusedException if any step refuses it
   */
  public static VerifiedJws verify(KeyLookup keys, String compact) throws RefusedException {
    return receive(compact).verify(keys);
  }

  /**
   * Takes a token in: {@link Stage#SIZE} to {@link Stage#HEADER}. Nothing in it is believed yet.
   *
   * @param compact the token, possibly hostile
   * @throws RefusedException if any step refuses it
   */
  public static ReceivedJws receive(String compact) throws RefusedException {
    if (compact.length() > MAX_LENGTH) {
      throw new RefusedException(Stage.SIZE);
    }
    int headerEnd = compact.indexOf('.');
    int payloadEnd = compact.indexOf('.', headerEnd + 1);
    if (headerEnd < 0 || payloadEnd < 0) {
      throw new RefusedException(Stage.PARSE);
    }
    try {
      // What is not Latin-1 becomes '?', and a third dot stays one: neither is base64url.
      var text = compact.getBytes(ISO_8859_1);
      if (text.length != compact.length()) {
        // A pair of surrogates becomes one '?': the dots would not be where they were found.
        throw new RefusedException(Stage.PARSE);
      }
      var header = JwsHeader.parse(Base64Url.decode(text, 0, headerEnd));
      var payload = Base64Url.decode(text, headerEnd + 1, payloadEnd);
      var signature = Base64Url.decode(text, payloadEnd + 1, text.length);
      return new ReceivedJws(header, text, payloadEnd, payload, signature);
    } catch (MalformedException e) {
      throw new RefusedException(Stage.PARSE);
    }
  }

  /**
   * Signs a payload.
   *
   * @param typ the kind of token (S10)
   */
  public static String sign(Signer signer, String typ, byte[] payload) {
    var header = header(signer.algorithm(), typ, signer.kid());
    var signed = header + '.' + Base64Url.encode(payload);
    return signed + '.' + Base64Url.encode(signer.sign(signed.getBytes(ISO_8859_1)));
  }

  /** The first part, encoded, of every token that {@link #sign} makes with such a key. */
  public static String header(JwsAlgorithm algorithm, String typ, String kid) {
    var header =
        "{\"alg\":\"%s\",\"typ\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm.wireName(), typ, kid);
    return Base64Url.encode(header.getBytes(UTF_8));
  }
}
