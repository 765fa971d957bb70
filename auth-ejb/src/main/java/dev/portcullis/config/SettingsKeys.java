package dev.portcullis.config;

import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.KeyTree;
import java.util.List;
import java.util.stream.Stream;

/** Every key there is: what is checked, overridden and documented. */
final class SettingsKeys {

  static final List<Key<?>> ALL =
      Stream.of(
              GeneralSection.KEYS,
              ProtectSection.KEYS,
              ClientsSection.KEYS,
              LocalSection.KEYS,
              UserSourceSection.KEYS,
              DigestSection.KEYS,
              JwtSection.KEYS,
              GivenKeysSection.KEYS,
              IssuersSection.KEYS,
              OAuthSection.KEYS,
              CertificateSection.KEYS,
              DirectoriesSection.KEYS,
              LoginSection.KEYS,
              TwoFactorSection.KEYS,
              FormSection.KEYS,
              SessionsSection.KEYS,
              ApiTokensSection.KEYS,
              RevocationSection.KEYS,
              LimitsSection.KEYS,
              ReservedSections.KEYS)
          .<Key<?>>flatMap(List::stream)
          .toList();

  static final KeyTree TREE = new KeyTree(ALL);

  private SettingsKeys() {}
}
