package dev.portcullis.provider;

import dev.portcullis.Confidential;
import dev.portcullis.ProviderFailure;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.config.OAuthClientSettings.OpenId;
import dev.portcullis.config.OAuthClientSettings.Plain;
import dev.portcullis.issuer.OpenIdIssuer;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a provider is: as it is configured, or as its metadata say just now. */
final class ProviderEndpoints {

  /** Its addresses just now. */
  record Addresses(URI authorization, URI token, @Nullable URI userInfo) {}

  private final OAuthClientSettings client;
  private final @Nullable OpenIdIssuer issuer;

  /**
   * @param issuer of OpenID Connect, or null
   */
  ProviderEndpoints(OAuthClientSettings client, @Nullable OpenIdIssuer issuer) {
    this.client = client;
    this.issuer = issuer;
  }

  Addresses now() throws ProviderException {
    if (client.endpoints() instanceof Plain plain) {
      return new Addresses(plain.authorization(), plain.token(), plain.userInfo());
    }
    return Objects.requireNonNull(issuer)
        .metadata()
        .map(m -> new Addresses(m.authorization(), m.token(), m.userInfo()))
        .orElseThrow(
            () ->
                new ProviderException(ProviderFailure.PROVIDER_ERROR, "metadata: no answer (S46)"));
  }

  /**
   * Where a browser logs out there (RP-Initiated Logout 1.0 2); empty where it has no such address
   * or does not answer.
   */
  Optional<URI> endSession(Confidential idToken, URI afterwards) {
    return Optional.ofNullable(issuer)
        .flatMap(OpenIdIssuer::metadata)
        .flatMap(m -> Optional.ofNullable(m.endSession()))
        .map(
            address ->
                URI.create(
                    address
                        + (address.getRawQuery() == null ? "?" : "&")
                        + "id_token_hint="
                        + encoded(idToken.reveal())
                        + "&client_id="
                        + encoded(client.clientId())
                        + "&post_logout_redirect_uri="
                        + encoded(afterwards.toString())));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * The answer at the callback names the issuer that was asked (S44; RFC 9207 2.4).
   *
   * @param iss as it came, or null
   */
  void checkIssuer(@Nullable String iss) throws ProviderException {
    boolean good;
    if (client.endpoints() instanceof OpenId openId) {
      boolean announced =
          Objects.requireNonNull(issuer).metadata().filter(m -> m.namesIssuer()).isPresent();
      good = iss == null ? !announced : iss.equals(openId.issuer());
    } else {
      good = iss == null || isOrigin(iss, ((Plain) client.endpoints()).authorization());
    }
    if (!good) {
      throw new ProviderException(
          ProviderFailure.PROVIDER_ERROR, "iss of the answer (RFC 9207 2.4)");
    }
  }

  /** Of plain OAuth 2 no issuer is known: one of the same origin is the only one believed. */
  private static boolean isOrigin(String iss, URI endpoint) {
    try {
      var uri = new URI(iss);
      return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
          && endpoint.getHost().equalsIgnoreCase(uri.getHost())
          && endpoint.getPort() == uri.getPort();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
