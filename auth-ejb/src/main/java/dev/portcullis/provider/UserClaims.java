package dev.portcullis.provider;

import dev.portcullis.ExternalIdentity;
import dev.portcullis.config.ClaimPath;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.issuer.RoleRules;
import dev.portcullis.jose.JsonDocument;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a provider tells of a user, and what that means here. Of several documents the first that
 * has something is believed: the ID token before the user info.
 */
final class UserClaims {

  private static final int LONGEST_PICTURE = 2048;
  private static final int LONGEST_NAME = 255;

  private final OAuthClientSettings client;
  private final OAuthClientSettings.Claims paths;
  private final RoleRules roles;

  /**
   * @param adminRole given only where it is mapped by name (S85)
   */
  UserClaims(OAuthClientSettings client, String adminRole) {
    this.client = client;
    this.paths = client.claims();
    this.roles = new RoleRules(client.roleMapping(), adminRole);
  }

  /** Whether the user info need not be asked: the ID token has everything that is configured. */
  boolean areAllIn(JsonDocument claims) {
    var roleClaim = paths.roles();
    return claims.has(paths.username().names())
        && claims.has(paths.email().names())
        && claims.has(paths.name().names())
        && (roleClaim == null || claims.has(roleClaim.names()));
  }

  /** Whether any of them says which roles the user has. */
  boolean haveRoles(List<JsonDocument> documents) {
    var path = paths.roles();
    return path != null && documents.stream().anyMatch(d -> d.has(path.names()));
  }

  /** Who a user of plain OAuth 2 is; empty where the user info does not say. */
  Optional<String> subject(JsonDocument userInfo) {
    return userInfo.identifier(paths.subject().names()).filter(IdTokenCheck::isSubject);
  }

  /** The identity as it is known here. */
  ExternalIdentity identity(String subject, List<JsonDocument> documents) {
    var email = email(documents).orElse(null);
    return new ExternalIdentity(
        client.identityIssuer(),
        subject,
        client.name(),
        username(documents).orElse(client.name() + ":" + subject),
        first(documents, paths.name()).orElse(null),
        email,
        roles(documents),
        picture(documents).orElse(null));
  }

  /** An address serves as a name only where the provider says that it was verified (S83). */
  private Optional<String> username(List<JsonDocument> documents) {
    boolean isAddress = paths.username().equals(paths.email());
    return documents.stream()
        .filter(d -> !isAddress || d.isTrue("email_verified") || d.isTrue("verified_email"))
        .flatMap(d -> d.text(paths.username().names()).stream())
        .filter(name -> name.length() <= LONGEST_NAME)
        .findFirst();
  }

  private Optional<String> email(List<JsonDocument> documents) {
    return documents.stream()
        .filter(d -> !d.isFalse("email_verified") && !d.isFalse("verified_email"))
        .flatMap(d -> d.text(paths.email().names()).stream())
        .findFirst();
  }

  private Set<String> roles(List<JsonDocument> documents) {
    var given = new HashSet<>(client.defaultRoles());
    @Nullable ClaimPath path = paths.roles();
    if (path != null) {
      documents.stream()
          .filter(d -> d.has(path.names()))
          .findFirst()
          .ifPresent(d -> given.addAll(roles.apply(d.words(path.names()))));
    }
    return given;
  }

  /** Pages show it and browsers fetch it. */
  private Optional<String> picture(List<JsonDocument> documents) {
    return first(documents, paths.picture()).filter(UserClaims::isAddress);
  }

  private static boolean isAddress(String text) {
    try {
      var uri = new URI(text);
      return text.length() <= LONGEST_PICTURE
          && "https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Optional<String> first(List<JsonDocument> documents, ClaimPath path) {
    Function<JsonDocument, Optional<String>> text = d -> d.text(path.names());
    return documents.stream().flatMap(d -> text.apply(d).stream()).findFirst();
  }
}
