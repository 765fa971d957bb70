package dev.portcullis.issuer;

import dev.portcullis.fetch.DocumentFetcher;
import dev.portcullis.fetch.FetchResult;
import dev.portcullis.fetch.FetchResult.Failed;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.jose.JsonReader;
import dev.portcullis.jose.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds an issuer's JWK set through its metadata (OpenID Connect Discovery 1.0 4, RFC 8414 3). The
 * metadata must name the very issuer that it was asked of (S46; RFC 8414 3.3).
 */
final class Metadata {

  private static final byte[] ISSUER = JsonReader.ascii("issuer");
  private static final byte[] JWKS_URI = JsonReader.ascii("jwks_uri");

  private final String issuer;
  private final DocumentFetcher fetcher;

  Metadata(String issuer, DocumentFetcher fetcher) {
    this.issuer = issuer;
    this.fetcher = fetcher;
  }

  /** The JWK set that the metadata of today names. */
  FetchResult fetchKeys() {
    var base = URI.create(issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer);
    var openId = fetcher.fetch(URI.create(base + "/.well-known/openid-configuration"));
    return openId.fold(
        this::follow,
        failed -> {
          var origin = base.getScheme() + "://" + base.getRawAuthority();
          var oauth = "/.well-known/oauth-authorization-server" + base.getRawPath();
          return fetcher
              .fetch(URI.create(origin + oauth))
              .fold(this::follow, unused -> new Failed("its metadata: " + failed.reason()));
        });
  }

  private FetchResult follow(FetchResult.Document metadata) {
    try {
      return fetcher.fetch(jwksUri(metadata.content()));
    } catch (MalformedException e) {
      return new Failed("its metadata: " + e.getMessage());
    }
  }

  private URI jwksUri(byte[] metadata) throws MalformedException {
    var expected = issuer.getBytes(StandardCharsets.UTF_8);
    boolean matches = false;
    @Nullable String jwksUri = null;
    var in = new JsonReader(metadata);
    in.beginObject();
    while (in.nextName()) {
      if (in.nameIs(ISSUER)) {
        matches = in.stringIs(expected);
      } else if (in.nameIs(JWKS_URI)) {
        jwksUri = in.string();
      } else {
        in.skip();
      }
    }
    in.end();
    if (!matches) {
      throw new MalformedException("the issuer that was asked for");
    }
    return allowed(jwksUri);
  }

  /** What metadata from another machine names is no address on this one. */
  private URI allowed(@Nullable String jwksUri) throws MalformedException {
    try {
      var address = new URI(jwksUri == null ? "" : jwksUri);
      if (LimitedFetcher.isAllowed(address)
          && (!fetcher.isHere(address) || fetcher.isHere(URI.create(issuer)))) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Reported below.
    }
    throw new MalformedException("jwks_uri with https");
  }
}
