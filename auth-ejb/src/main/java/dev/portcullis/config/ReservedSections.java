package dev.portcullis.config;

import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * Sections of providers that this version has not. Their keys are known, so that a file made for
 * them is accepted as long as they are switched off; switching one on stops the start, since the
 * people that it should let in could not sign in.
 */
final class ReservedSections {

  private static final String PROVIDERS = "auth.providers.";
  private static final String OAUTH_CLIENT =
      "enabled client_id client_secret redirect_url scopes provider auth_url token_url"
          + " user_info_url issuer role_claim link_by";
  private static final String DIRECTORY =
      "enabled server base_dn bind_dn bind_password user_search_base user_search_filter"
          + " group_search_base group_search_filter start_tls role_mapping nested_groups";

  static final Key<Boolean> OAUTH = enabled("oauth", "OAuth 2 and OpenID Connect");
  static final Key<Boolean> LDAP = enabled("ldap", "LDAP");
  static final Key<Boolean> SAML = enabled("saml", "SAML");

  static final List<Key<?>> KEYS = keys();

  private ReservedSections() {}

  /** Reports every one of them that is switched on. */
  static void check(Section providers) {
    refuse(providers.section("oauth"), OAUTH, "sign-in through OAuth 2 and OpenID Connect");
    refuse(providers.section("ldap"), LDAP, "sign-in through LDAP");
    refuse(providers.section("saml"), SAML, "sign-in through SAML");
  }

  private static void refuse(Section provider, Key<Boolean> enabled, String what) {
    if (provider.isPresent() && provider.read(enabled)) {
      provider.refuse(
          "is switched on (a section that is there is, unless it says otherwise), and this version"
              + " has no "
              + what,
          "Write \"enabled: false\" in it, or remove it.");
    }
  }

  private static Key<Boolean> enabled(String provider, String what) {
    return Key.of(
            PROVIDERS + provider + ".enabled",
            ValueTypes.flag(),
            "Not in this version: a section for " + what + " must say `false`.")
        .defaultsTo("true");
  }

  private static List<Key<?>> keys() {
    var keys = new ArrayList<Key<?>>(List.of(OAUTH, LDAP, SAML));
    reserve(keys, "oauth", OAUTH_CLIENT.replace("enabled ", ""));
    reserve(keys, "oauth.clients.*", OAUTH_CLIENT);
    reserve(keys, "ldap", DIRECTORY.replace("enabled ", ""));
    reserve(keys, "ldap.directories.*", DIRECTORY);
    reserve(
        keys,
        "saml",
        "idp_metadata idp_entity_id entity_id private_key sp_certificate sso_url slo_url"
            + " certificate allow_cbc");
    return List.copyOf(keys);
  }

  private static void reserve(List<Key<?>> keys, String section, String names) {
    for (var name : names.split(" ", -1)) {
      keys.add(Key.reserved(PROVIDERS + section + "." + name, "Reserved."));
    }
  }
}
