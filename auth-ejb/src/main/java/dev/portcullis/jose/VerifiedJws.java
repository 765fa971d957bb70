package dev.portcullis.jose;

/** A token whose signature is right. Only {@link Jws#verify} makes one, so holding it is proof. */
public final class VerifiedJws {

  private final JwsHeader header;
  private final byte[] payload;

  VerifiedJws(JwsHeader header, byte[] payload) {
    this.header = header;
    this.payload = payload;
  }

  public JwsHeader header() {
    return header;
  }

  /** A reader at the beginning of the payload. */
  public JsonReader payload() {
    return new JsonReader(payload);
  }
}
