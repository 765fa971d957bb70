package dev.portcullis.token;

import dev.portcullis.AuthenticatedCaller;
import dev.portcullis.issuer.ForeignClaims;
import dev.portcullis.issuer.ForeignIssuer;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.Stage;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an access token (RFC 9068 2.2): one of ours, as {@link AccessTokenReader} read it
 * from a {@link dev.portcullis.jose.VerifiedJws}, or one of another issuer, as that understood it.
 * Signature, issuer and audience were right. Times are seconds since the epoch.
 */
final class AccessTokenClaims {

  /** Who made it; null: we did. */
  final @Nullable ForeignIssuer foreign;

  final String subject;
  final String clientId;
  final String tokenId;
  final String sessionId;

  /** Null in a token with minimal claims. */
  final @Nullable String username;

  final @Nullable String email;

  /** The name to show, which tokens of ours leave out. */
  final @Nullable String name;

  final Set<String> roles;
  final Set<String> amr;
  final long authTime;
  final long issuedAt;

  /** {@link AccessTokenReader#ABSENT} where the token does not say. */
  final long notBefore;

  final long expiresAt;

  AccessTokenClaims(ForeignClaims claims) {
    foreign = claims.issuer();
    subject = claims.subject();
    clientId = claims.clientId();
    tokenId = claims.tokenId();
    sessionId = claims.sessionId();
    username = claims.principalName();
    email = claims.email();
    name = claims.name();
    roles = claims.roles();
    amr = claims.amr();
    authTime = claims.authTime();
    issuedAt = claims.issuedAt();
    notBefore = Objects.requireNonNullElse(claims.notBefore(), AccessTokenReader.ABSENT);
    expiresAt = claims.expiresAt();
  }

  AccessTokenClaims(AccessTokenReader.Found found) throws RefusedException {
    foreign = null;
    name = null;
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

  /** Whom the token stands for; the picture is not in it. */
  AuthenticatedCaller caller(String principalName) {
    return new AuthenticatedCaller(
        subject,
        principalName,
        email,
        name,
        null,
        roles,
        amr,
        Instant.ofEpochSecond(authTime),
        sessionId);
  }
}
