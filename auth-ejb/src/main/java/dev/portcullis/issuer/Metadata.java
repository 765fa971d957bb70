package dev.portcullis.issuer;

import dev.portcullis.fetch.DocumentFetcher;
import dev.portcullis.fetch.FetchResult;
import dev.portcullis.fetch.FetchResult.Failed;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.jose.JsonDocument;
import dev.portcullis.jose.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Finds an issuer's JWK set through its metadata (OpenID Connect Discovery 1.0 4, RFC 8414 3). The
 * metadata must name the very issuer that it was asked of (S46; RFC 8414 3.3).
 */
final class Metadata {

  private final String issuer;
  private final DocumentFetcher fetcher;
  private volatile @Nullable OpenIdMetadata lastRead;

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

  /** What was last read; null before. */
  @Nullable OpenIdMetadata lastRead() {
    return lastRead;
  }

  private FetchResult follow(FetchResult.Document metadata) {
    try {
      return fetcher.fetch(read(metadata.content()));
    } catch (MalformedException e) {
      return new Failed("its metadata: " + e.getMessage());
    }
  }

  private URI read(byte[] json) throws MalformedException {
    var metadata = JsonDocument.parse(json);
    if (!metadata.text("issuer").filter(issuer::equals).isPresent()) {
      throw new MalformedException("the issuer that was asked for");
    }
    var keys = required(metadata, "jwks_uri");
    var authorization = optional(metadata, "authorization_endpoint");
    var token = optional(metadata, "token_endpoint");
    if (authorization != null && token != null) {
      lastRead =
          new OpenIdMetadata(
              authorization,
              token,
              keys,
              optional(metadata, "userinfo_endpoint"),
              optional(metadata, "end_session_endpoint"),
              metadata.isTrue("authorization_response_iss_parameter_supported"));
    }
    return keys;
  }

  private URI required(JsonDocument metadata, String name) throws MalformedException {
    var address = optional(metadata, name);
    if (address == null) {
      throw new MalformedException(name + " with https");
    }
    return address;
  }

  /** What metadata from another machine names is no address on this one. */
  private @Nullable URI optional(JsonDocument metadata, String name) throws MalformedException {
    var text = metadata.text(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      var address = new URI(text.get());
      if (LimitedFetcher.isAllowed(address)
          && address.getRawFragment() == null
          && (!fetcher.isHere(address) || fetcher.isHere(URI.create(issuer)))) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Reported below.
    }
    throw new MalformedException(name + " with https");
  }
}
