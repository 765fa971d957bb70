package dev.portcullis.token;

import static dev.portcullis.jose.JsonReader.ascii;

import dev.portcullis.jose.JsonReader;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.Stage;
import dev.portcullis.jose.VerifiedJws;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the claims of a token straight from its bytes, once its signature was right. Issuer and
 * audience are compared byte for byte (S9). Claims that we don't know are checked for form and
 * ignored (S11).
 */
final class AccessTokenReader {

  /** Where a number that the token lacks stands as. */
  static final long ABSENT = Long.MIN_VALUE;

  private static final byte[] ISS = ascii("iss");
  private static final byte[] AUD = ascii("aud");
  private static final byte[] SUB = ascii("sub");
  private static final byte[] CLIENT_ID = ascii("client_id");
  private static final byte[] IAT = ascii("iat");
  private static final byte[] NBF = ascii("nbf");
  private static final byte[] EXP = ascii("exp");
  private static final byte[] JTI = ascii("jti");
  private static final byte[] SID = ascii("sid");
  private static final byte[] USERNAME = ascii("username");
  private static final byte[] EMAIL = ascii("email");
  private static final byte[] ROLES = ascii("roles");
  private static final byte[] AMR = ascii("amr");
  private static final byte[] AUTH_TIME = ascii("auth_time");

  private final byte[] issuer;
  private final byte[] audience;

  /**
   * @param issuer what {@code iss} must be
   * @param audience what {@code aud} must be or contain
   */
  AccessTokenReader(String issuer, String audience) {
    this.issuer = issuer.getBytes(StandardCharsets.UTF_8);
    this.audience = audience.getBytes(StandardCharsets.UTF_8);
  }

  /** {@link Stage#CLAIMS} to {@link Stage#AUDIENCE}. */
  AccessTokenClaims read(VerifiedJws jws) throws RefusedException {
    var found = new Found();
    try {
      fill(found, jws.payload());
    } catch (MalformedException e) {
      throw new RefusedException(Stage.CLAIMS);
    }
    if (!found.issuerMatches) {
      throw new RefusedException(Stage.ISSUER);
    }
    if (!found.audienceMatches) {
      throw new RefusedException(Stage.AUDIENCE);
    }
    return new AccessTokenClaims(found);
  }

  /** What stood in the payload; null or {@link #ABSENT} what did not. */
  static final class Found {
    private boolean issuerMatches;
    private boolean audienceMatches;
    @Nullable String subject;
    @Nullable String clientId;
    @Nullable String tokenId;
    @Nullable String sessionId;
    @Nullable String username;
    @Nullable String email;
    @Nullable Set<String> roles;
    @Nullable Set<String> amr;
    long authTime = ABSENT;
    long issuedAt = ABSENT;
    long notBefore = ABSENT;
    long expiresAt = ABSENT;

    private Found() {}
  }

  private void fill(Found found, JsonReader in) throws MalformedException {
    in.beginObject();
    while (in.nextName()) {
      if (in.nameIs(ISS)) {
        found.issuerMatches = in.stringIs(issuer);
      } else if (in.nameIs(AUD)) {
        found.audienceMatches = contains(in, audience);
      } else if (in.nameIs(SUB)) {
        found.subject = in.string();
      } else if (in.nameIs(CLIENT_ID)) {
        found.clientId = in.string();
      } else if (in.nameIs(IAT)) {
        found.issuedAt = in.integer();
      } else if (in.nameIs(NBF)) {
        found.notBefore = in.integer();
      } else if (in.nameIs(EXP)) {
        found.expiresAt = in.integer();
      } else if (in.nameIs(JTI)) {
        found.tokenId = in.string();
      } else if (in.nameIs(SID)) {
        found.sessionId = in.string();
      } else if (in.nameIs(USERNAME)) {
        found.username = in.string();
      } else if (in.nameIs(EMAIL)) {
        found.email = in.string();
      } else if (in.nameIs(ROLES)) {
        found.roles = strings(in);
      } else if (in.nameIs(AMR)) {
        found.amr = strings(in);
      } else if (in.nameIs(AUTH_TIME)) {
        found.authTime = in.integer();
      } else {
        in.skip();
      }
    }
    in.end();
  }

  /** {@code aud} is one string or an array of them (RFC 7519 4.1.3). */
  private static boolean contains(JsonReader in, byte[] audience) throws MalformedException {
    if (!in.isArray()) {
      return in.stringIs(audience);
    }
    boolean found = false;
    in.beginArray();
    while (in.nextElement()) {
      found |= in.stringIs(audience);
    }
    return found;
  }

  private static Set<String> strings(JsonReader in) throws MalformedException {
    List<String> strings = new ArrayList<>(4);
    in.beginArray();
    while (in.nextElement()) {
      strings.add(in.string());
    }
    return strings.size() == 1 ? Set.of(strings.get(0)) : Set.copyOf(strings);
  }
}
