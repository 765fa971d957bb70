package dev.portcullis.token;

import dev.portcullis.AuthenticatedCaller;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.Stage;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an access token of ours (RFC 9068 2.2). Only {@link AccessTokenReader} makes one,
 * from a {@link dev.portcullis.jose.VerifiedJws}: signature, issuer and audience were right. Times
 * are seconds since the epoch.
 */
final class AccessTokenClaims {

  final String subject;
  final String clientId;
  final String tokenId;
  final String sessionId;

  /** Null in a token with minimal claims. */
  final @Nullable String username;

  final @Nullable String email;
  final Set<String> roles;
  final Set<String> amr;
  final long authTime;
  final long issuedAt;

  /** {@link AccessTokenReader#ABSENT} where the token does not say. */
  final long notBefore;

  final long expiresAt;

  AccessTokenClaims(AccessTokenReader.Found found) throws RefusedException {
    subject = required(found.subject, Stage.CLAIMS);
    clientId = required(found.clientId, Stage.CLAIMS);
    tokenId = required(found.tokenId, Stage.CLAIMS);
    sessionId = required(found.sessionId, Stage.CLAIMS);
    username = found.username;
    email = found.email;
    roles = required(found.roles, Stage.CLAIMS);
    amr = required(found.amr, Stage.CLAIMS);
    authTime = required(found.authTime, Stage.CLAIMS);
    issuedAt = required(found.issuedAt, Stage.TIME);
    notBefore = found.notBefore;
    expiresAt = required(found.expiresAt, Stage.TIME);
  }

  private static <T> T required(@Nullable T claim, Stage stage) throws RefusedException {
    if (claim == null) {
      throw new RefusedException(stage);
    }
    return claim;
  }

  private static long required(long claim, Stage stage) throws RefusedException {
    if (claim == AccessTokenReader.ABSENT) {
      throw new RefusedException(stage);
    }
    return claim;
  }

  /** Whom the token stands for; the name to show and the picture are not in it. */
  AuthenticatedCaller caller(String principalName) {
    return new AuthenticatedCaller(
        subject,
        principalName,
        email,
        null,
        null,
        roles,
        amr,
        Instant.ofEpochSecond(authTime),
        sessionId);
  }
}
