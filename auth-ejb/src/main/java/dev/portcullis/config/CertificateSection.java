package dev.portcullis.config;

import dev.portcullis.config.CertificateSettings.AccountSource;
import dev.portcullis.config.CertificateSettings.Identity;
import dev.portcullis.config.CertificateSettings.ProxyHeader;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code auth.providers.client_cert}. */
final class CertificateSection {

  private static final String PATH = "auth.providers.client_cert.";

  static final Key<Boolean> ENABLED =
      Key.of(
              PATH + "enabled",
              ValueTypes.flag(),
              "Whether certificates of TLS clients serve: where web.xml has CLIENT-CERT, and where a"
                  + " rule accepts `certificate`. Without the section they do not.")
          .defaultsTo("true");
  static final Key<Path> TRUST_ANCHORS =
      Key.of(
          PATH + "trust_anchors_file",
          ValueType.of("file", "the path of a file", IssuerKeysSection::path),
          "The authorities whose certificates are accepted, in PEM, read at the start. Required.");
  static final Key<Identity> IDENTITY =
      Key.of(
              PATH + "identity",
              ValueTypes.choice(Identity.class),
              "What of a certificate names its holder: the whole `subject` (RFC 2253), its `cn`, the"
                  + " `email` or `upn` among its alternative names, `issuer_serial`"
                  + " (issuer, semicolon, serial number in hex), or the SHA-256 `fingerprint`.")
          .defaultsTo("subject");
  static final Key<AccountSource> ACCOUNT =
      Key.of(
              PATH + "account",
              ValueTypes.choice(AccountSource.class),
              "`existing`: the account of that very name, or the one that `accounts` gives."
                  + " `external`: one that is made when its holder first comes.")
          .defaultsTo("existing");
  static final Key<String> ACCOUNTS =
      Key.of(
          PATH + "accounts.*",
          ValueTypes.text(
              "text", "the name of an account", Pattern.compile("[^\\p{Cntrl}]{1,255}")),
          "The account's name for that holder.");
  static final Key<String> ROLES =
      Key.list(
          PATH + "roles",
          GeneralSection.roleName(),
          "With `external`: what every holder of a certificate is.");
  static final Key<String> ROLE_MAPPING =
      Key.list(
          PATH + "role_mapping.*",
          GeneralSection.roleName(),
          "With `external`: more roles for that holder.");
  static final Key<ProxyHeader> PROXY_HEADER =
      Key.of(
              PATH + "proxy_header",
              ValueTypes.choice(ProxyHeader.class),
              "Where the proxies of `auth.trusted_proxies` send the certificate: `client_cert`"
                  + " (RFC 9440) or `x_ssl_client_cert` (PEM). `none`: the container has it.")
          .defaultsTo("none");

  static final List<Key<?>> KEYS =
      List.of(
          ENABLED, TRUST_ANCHORS, IDENTITY, ACCOUNT, ACCOUNTS, ROLES, ROLE_MAPPING, PROXY_HEADER);

  private CertificateSection() {}

  static CertificateSettings read(Section in, boolean hasProxies) {
    if (!in.isPresent() || !in.read(ENABLED)) {
      return CertificateSettings.OFF;
    }
    var anchors =
        in.require(
            TRUST_ANCHORS,
            "is missing; a certificate that anybody can make proves nothing",
            "Name a file with the certificates of the authorities.");
    var account = in.read(ACCOUNT);
    var roles = in.readList(ROLES);
    var accounts = in.section("accounts").readMap(ACCOUNTS);
    var mapping = in.section("role_mapping").readLists(ROLE_MAPPING);
    if (account == AccountSource.EXISTING && !(roles.isEmpty() && mapping.isEmpty())) {
      in.refuse(
          ACCOUNT,
          "is existing, whose accounts have the roles that they were given here",
          "Remove roles and role_mapping, or make it external.");
    }
    if (account == AccountSource.EXTERNAL && !accounts.isEmpty()) {
      in.refuse(
          ACCOUNT,
          "is external, and accounts names accounts that exist",
          "Remove accounts, or make it existing.");
    }
    var header = in.read(PROXY_HEADER);
    if (header != ProxyHeader.NONE && !hasProxies) {
      in.refuse(
          PROXY_HEADER,
          "believes a header, and nobody who may send it is named",
          "Name the proxy in auth.trusted_proxies.");
    }
    return new CertificateSettings(
        true, anchors.orElse(null), in.read(IDENTITY), account, accounts, roles, mapping, header);
  }
}
