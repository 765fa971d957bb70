package dev.portcullis.issuer;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider's endpoints are, as its metadata say (OpenID Connect Discovery 1.0 3).
 *
 * @param userInfo null where it has none, as the last one
 * @param namesIssuer whether its answers at the callback must name the issuer (RFC 9207)
 */
public record OpenIdMetadata(
    URI authorization,
    URI token,
    URI keys,
    @Nullable URI userInfo,
    @Nullable URI endSession,
    boolean namesIssuer) {}
