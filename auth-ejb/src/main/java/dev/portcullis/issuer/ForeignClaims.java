package dev.portcullis.issuer;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token of another issuer says, as it is understood here. Only {@link ForeignIssuer} makes
 * one, of a token whose signature, type, issuer and audience were right. Times are seconds since
 * the epoch.
 *
 * @param issuer who vouches for it
 * @param subject stands for (issuer, subject) here, as do the next two for theirs; see {@link
 *     ForeignIds}
 * @param principalName what the application keys its data on
 * @param clientId the client that it was issued to; the issuer's name where it does not say
 * @param roles as they were mapped
 * @param authTime when the caller proved its identity; the epoch where it does not say, so that a
 *     rule with {@code max_age} does not take it for recent
 * @param notBefore null where it does not say
 */
public record ForeignClaims(
    ForeignIssuer issuer,
    String subject,
    String tokenId,
    String sessionId,
    String principalName,
    String clientId,
    @Nullable String email,
    @Nullable String name,
    Set<String> roles,
    Set<String> amr,
    long authTime,
    long issuedAt,
    @Nullable Long notBefore,
    long expiresAt) {}
