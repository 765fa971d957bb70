package dev.portcullis.config;

import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads {@code auth.providers.oauth}: one client in the flat form, or several by name under {@code
 * clients}.
 */
final class OAuthSection {

  private static final int MOST_CLIENTS = 20;

  /** Principals' names of other sources begin with these and a colon (S83). */
  private static final Set<String> TAKEN =
      Set.of("local", "jwt", "oauth", "ldap", "saml", "group", UserSourceSettings.PROVIDER);

  static final List<Key<?>> KEYS =
      Stream.of(OAuthKeys.FLAT, OAuthKeys.NAMED).<Key<?>>flatMap(k -> k.all().stream()).toList();

  private OAuthSection() {}

  /**
   * Reads the clients that are enabled.
   *
   * @param issuers others whose tokens are accepted: their callers' names begin with theirs
   * @param adminRole which nobody has by default (S85)
   */
  static OAuthSettings read(Section oauth, List<IssuerSettings> issuers, String adminRole) {
    if (!oauth.isPresent() || !oauth.read(OAuthKeys.FLAT.enabled)) {
      return new OAuthSettings(List.of());
    }
    var named = oauth.named("clients");
    boolean flat =
        OAuthKeys.FLAT.all().stream()
            .anyMatch(key -> !key.equals(OAuthKeys.FLAT.enabled) && isWritten(oauth, key));
    if (!named.isEmpty() && flat) {
      oauth.refuse(
          "has a client of its own beside clients", "Move it to clients, under a name of its own.");
    }
    if (named.size() > MOST_CLIENTS) {
      oauth.refuse("has more than " + MOST_CLIENTS + " clients", "Leave those out nobody needs.");
    }
    var clients = new ArrayList<OAuthClientSettings>();
    named.forEach(
        (name, in) -> {
          if (in.read(OAuthKeys.NAMED.enabled)) {
            clients.add(client(name, in, OAuthKeys.NAMED, issuers, adminRole));
          }
        });
    if (named.isEmpty()) {
      var name = oauth.find(OAuthKeys.FLAT.provider).orElse("");
      if (!oauth.has(OAuthKeys.FLAT.provider)) {
        oauth.refuse(
            "has neither a provider nor clients",
            "Write provider (" + OAuthPreset.names() + " or a name of your own), or clients.");
        return new OAuthSettings(List.of());
      }
      clients.add(client(name, oauth, OAuthKeys.FLAT, issuers, adminRole));
    }
    return new OAuthSettings(clients);
  }

  private static boolean isWritten(Section oauth, Key<?> key) {
    return key.path().endsWith(".*") ? oauth.section("role_mapping").isPresent() : oauth.has(key);
  }

  private static OAuthClientSettings client(
      String name, Section in, OAuthKeys keys, List<IssuerSettings> issuers, String adminRole) {
    if (!OAuthKeys.isName(name) && !(name.isEmpty() && in.has(keys.provider))) {
      in.refuse(
          "has a name that cannot stand in an address",
          "Use 1 to 32 lower-case letters, digits and -.");
    }
    if (TAKEN.contains(name) || issuers.stream().anyMatch(i -> i.name().equals(name))) {
      in.refuse(
          "has the name of another source, whose callers it could be taken for (S83): " + name,
          "Give the client another name; nobody's account depends on it.");
    }
    if (in.readList(keys.defaultRoles).contains(adminRole)) {
      in.refuse(
          keys.defaultRoles,
          "has the administrator's role, which everybody from there would get (S85)",
          "Map it from a role there by name, in role_mapping.");
    }
    return new OAuthClientReader(name, in, keys).read();
  }
}
