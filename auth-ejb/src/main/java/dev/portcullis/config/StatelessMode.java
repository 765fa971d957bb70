package dev.portcullis.config;

import dev.portcullis.config.file.Section;

/**
 * No datasource: tokens of other issuers are verified and nothing is kept. What would need a
 * database is refused rather than left undone without a word.
 */
final class StatelessMode {

  static final String NOTICE =
      "Stateless: there are only other issuers (auth.providers.jwt.issuers) and no auth.datasource."
          + " Their tokens are verified; nobody signs in here, and no token can be revoked before"
          + " it expires.";

  private static final String REMEDY =
      "Remove it, or configure auth.datasource and auth.encryption_key.";

  private StatelessMode() {}

  static void check(Section auth, Section jwt) {
    if (jwt.has(JwtSection.SECRET) || jwt.has(JwtSection.ALGORITHM)) {
      jwt.refuse(
          jwt.has(JwtSection.SECRET) ? JwtSection.SECRET : JwtSection.ALGORITHM,
          "is for tokens of our own, and without a datasource there are none",
          "Move it to an entry of issuers, or configure auth.datasource.");
    }
    if (auth.section("bootstrap").has(GeneralSection.BOOTSTRAP_USERNAME)) {
      auth.section("bootstrap")
          .refuse(
              GeneralSection.BOOTSTRAP_USERNAME, "needs a datasource, and there is none", REMEDY);
    }
    if (!auth.each("clients").isEmpty()) {
      auth.section("clients").refuse("needs a datasource, and there is none", REMEDY);
    }
  }
}
