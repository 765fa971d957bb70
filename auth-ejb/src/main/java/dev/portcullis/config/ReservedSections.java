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
  static final Key<Boolean> SAML = enabled("saml", "SAML");

  static final List<Key<?>> KEYS = keys();

  private ReservedSections() {}

  /** Reports every one of them that is switched on. */
  static void check(Section providers) {
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
    var keys = new ArrayList<Key<?>>(List.of(SAML));
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
