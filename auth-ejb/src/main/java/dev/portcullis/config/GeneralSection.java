package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys directly under {@code auth}. */
final class GeneralSection {

  private static final String MAKE_A_KEY =
      "Make one with \"openssl rand -base64 32\", keep it as a secret of the deployment, and set"
          + " AUTH_ENCRYPTION_KEY.";

  static final Key<Boolean> ENABLED =
      Key.of(
              "auth.enabled",
              ValueTypes.flag(),
              "With `false` Portcullis steps aside entirely, and nothing else here need be valid.")
          .defaultsTo("true");
  static final Key<Door> DOOR =
      Key.of(
              "auth.door",
              ValueTypes.choice(Door.class),
              "How the container learns who the caller is. `module`: Jakarta Authentication;"
                  + " `mechanism`: Jakarta Security; `filter`: servlets and pages alone, no"
                  + " identity in EJBs; `auto`: the module.")
          .defaultsTo("auto");
  static final Key<String> BASE_PATH =
      Key.of(
              "auth.base_path",
              ValueTypes.text(
                  "path",
                  "a path such as /auth, of letters, digits and . _ ~ -, without a slash at its end",
                  Pattern.compile("(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}){1,8}")),
              "Where operations and pages live below the context path.")
          .defaultsTo("/auth");
  static final Key<String> DATASOURCE =
      Key.of(
              "auth.datasource",
              ValueTypes.text(
                  "JNDI name",
                  "a JNDI name such as jdbc/portcullis",
                  Pattern.compile("[A-Za-z0-9_.:/#-]{1,255}")),
              "The server's datasource that holds accounts, sessions and tokens.")
          .defaultsTo("jdbc/portcullis");
  static final Key<Confidential> ENCRYPTION_KEY =
      Key.of(
              "auth.encryption_key",
              ValueType.of("base64", "32 random bytes in base64", GeneralSection::encryptionKey),
              "Encrypts secrets in the database. Required; the same on every node.")
          .confidential();
  static final Key<Confidential> PREVIOUS_ENCRYPTION_KEYS =
      Key.list(
              "auth.previous_encryption_keys",
              ValueType.of("base64", "32 random bytes in base64", GeneralSection::encryptionKey),
              "Keys that `encryption_key` replaced. They open, and what they sealed is sealed anew"
                  + " in the background; the log and `/auth/health` say when they may go.")
          .confidential();
  static final Key<Confidential> NEXT_ENCRYPTION_KEY =
      Key.of(
              "auth.next_encryption_key",
              ValueType.of("base64", "32 random bytes in base64", GeneralSection::encryptionKey),
              "The key that will replace `encryption_key`; it only opens. The first step of a"
                  + " replacement, on every node.")
          .confidential();
  static final Key<URI> PUBLIC_URL =
      Key.of(
          "auth.public_url",
          ValueType.of("URL", PublicUrl.ALLOWED, PublicUrl::parse),
          "The application's address as browsers see it, with its context path. Without it only"
              + " requests to localhost are answered.");
  static final Key<AddressRange> TRUSTED_PROXIES =
      Key.list(
          "auth.trusted_proxies",
          ValueType.of(
              "address",
              "addresses or blocks such as 10.0.0.0/8 or fd00::/8",
              GeneralSection::proxy),
          "Proxies whose forwarding headers are believed.");
  static final Key<String> ADMIN_ROLE =
      Key.of("auth.admin_role", roleName(), "The role of administrators.").defaultsTo("auth-admin");
  static final Key<String> BOOTSTRAP_USERNAME =
      Key.of(
          "auth.bootstrap.username",
          ValueTypes.text(
              "text",
              "1 to 64 characters without spaces",
              Pattern.compile("[^\\s\\p{Cntrl}]{1,64}")),
          "The first administrator: while none exists, the log shows a link, good once and for"
              + " 15 minutes, to choose its password.");
  static final Key<CryptoProvider> CRYPTO_PROVIDER =
      Key.of(
              "auth.crypto.provider",
              ValueTypes.choice(CryptoProvider.class),
              "Whose cryptography checks and makes RSA, EC and EdDSA signatures. `corretto` is the"
                  + " Amazon Corretto Crypto Provider, much faster; its jar is added to the"
                  + " application, and no other application is touched. See performance.md.")
          .defaultsTo("jdk");

  static final List<Key<?>> KEYS =
      List.of(
          ENABLED,
          DOOR,
          BASE_PATH,
          DATASOURCE,
          ENCRYPTION_KEY,
          PREVIOUS_ENCRYPTION_KEYS,
          NEXT_ENCRYPTION_KEY,
          PUBLIC_URL,
          TRUSTED_PROXIES,
          ADMIN_ROLE,
          BOOTSTRAP_USERNAME,
          CRYPTO_PROVIDER);

  private GeneralSection() {}

  /** A role's name, in whatever section. */
  static ValueType<String> roleName() {
    return ValueTypes.text(
        "role",
        "a role's name, without spaces and commas",
        Pattern.compile("[^\\s\\p{Cntrl},]{1,128}"));
  }

  /** The key, or empty with a problem reported; there is no start without one (S73). */
  static Optional<Confidential> encryptionKey(Section auth) {
    return auth.require(ENCRYPTION_KEY, "is missing; there is no start without it", MAKE_A_KEY);
  }

  /** S73: one key must not stand for two, or nobody knows which may be taken away. */
  static void checkEncryptionKeys(
      Section auth, List<Confidential> previous, Optional<Confidential> next, Confidential key) {
    var keys = new ArrayList<>(previous);
    next.ifPresent(keys::add);
    keys.add(key);
    var ids = new HashSet<String>();
    for (var each : keys) {
      var parsed = EncryptionKey.parse(each, RandomSource.secure());
      if (parsed.isPresent() && !ids.add(parsed.get().id())) {
        auth.refuse(
            auth.has(NEXT_ENCRYPTION_KEY) ? NEXT_ENCRYPTION_KEY : PREVIOUS_ENCRYPTION_KEYS,
            "names a key that is also named elsewhere among the encryption keys",
            "Name each key once: the one that seals, those before it, the one to come.");
        return;
      }
    }
  }

  private static Confidential encryptionKey(String text) throws BadValueException {
    var key = Confidential.of(text);
    if (EncryptionKey.parse(key, RandomSource.secure()).isEmpty()) {
      throw new BadValueException("is not 32 bytes in base64", MAKE_A_KEY);
    }
    if (WeakSecrets.isTypedKey(text)) {
      throw new BadValueException("is a text or a pattern, not random", MAKE_A_KEY);
    }
    return key;
  }

  private static AddressRange proxy(String text) throws BadValueException {
    var range =
        AddressRange.parse(text)
            .orElseThrow(() -> new BadValueException("is neither an address nor a block"));
    if (range.isEverything()) {
      throw new BadValueException("believes everybody, and so lets clients choose their address");
    }
    return range;
  }
}
