package dev.portcullis.token;

import dev.portcullis.jose.JsonReader;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.Stage;
import dev.portcullis.jose.VerifiedJws;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

  /** The claims that are read, in the order in which {@link AccessTokens} writes them. */
  private enum Claim {
    ISS,
    AUD,
    SUB,
    CLIENT_ID,
    IAT,
    NBF,
    EXP,
    JTI,
    SID,
    USERNAME,
    EMAIL,
    ROLES,
    AMR,
    AUTH_TIME
  }

  private static final Claim[] CLAIMS = Claim.values();
  private static final byte[][] NAMES =
      Arrays.stream(CLAIMS)
          .map(claim -> claim.name().toLowerCase(Locale.ROOT))
          .map(JsonReader::ascii)
          .toArray(byte[][]::new);

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
    int likely = 0;
    while (in.nextName()) {
      int index = in.nameIn(NAMES, likely);
      if (index < 0) {
        in.skip();
        continue;
      }
      likely = index + 1;
      switch (CLAIMS[index]) {
        case ISS -> found.issuerMatches = in.stringIs(issuer);
        case AUD -> found.audienceMatches = contains(in, audience);
        case SUB -> found.subject = in.string();
        case CLIENT_ID -> found.clientId = in.string();
        case IAT -> found.issuedAt = in.integer();
        case NBF -> found.notBefore = in.integer();
        case EXP -> found.expiresAt = in.integer();
        case JTI -> found.tokenId = in.string();
        case SID -> found.sessionId = in.string();
        case USERNAME -> found.username = in.string();
        case EMAIL -> found.email = in.string();
        case ROLES -> found.roles = strings(in);
        case AMR -> found.amr = strings(in);
        case AUTH_TIME -> found.authTime = in.integer();
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
