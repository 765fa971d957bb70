package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.IssuerSettings.Discovery;
import dev.portcullis.config.IssuerSettings.InlineJwks;
import dev.portcullis.config.IssuerSettings.JwksFile;
import dev.portcullis.config.IssuerSettings.KeySource;
import dev.portcullis.config.IssuerSettings.PublicKeySource;
import dev.portcullis.config.IssuerSettings.RemoteJwks;
import dev.portcullis.config.IssuerSettings.SecretSource;
import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the keys of an issuer: where they are, and what they may sign with (S2). */
final class IssuerKeysSection {

  /** One for each kind of key, so that a key that names no algorithm is bound to one (S3). */
  private static final Set<JwsAlgorithm> ASYMMETRIC =
      EnumSet.of(JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.EDDSA);

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|[a-z0-9-]{1,63}\\.localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");
  private static final int LONGEST_JWKS = 64 * 1024;

  static final Key<URI> JWKS_URI =
      Key.of(
          IssuersSection.PATH + "jwks_uri",
          ValueType.of(
              "URL",
              "an address such as https://idp.example.com/keys; http only for localhost",
              IssuerKeysSection::address),
          "Where its JWK set is. Fetched in the background, and again for an unknown key.");
  // Not shown: somebody may have taken the private half for the public one.
  static final Key<String> JWKS =
      Key.of(
              IssuersSection.PATH + "jwks",
              ValueType.of("JSON", "a JWK set in JSON", IssuerKeysSection::jwks),
              "Its JWK set itself.")
          .confidential();
  static final Key<Path> JWKS_FILE =
      Key.of(
          IssuersSection.PATH + "jwks_file",
          ValueType.of("file", "the path of a file", IssuerKeysSection::path),
          "A file with its JWK set, read at the start.");
  static final Key<PublicKey> PUBLIC_KEY =
      Key.of(
              IssuersSection.PATH + "public_key",
              ValueType.of("PEM", "a public key or certificate in PEM", PublicKeyPem::parse),
              "Its one public key.")
          .confidential();
  static final Key<Confidential> SECRET =
      Key.of(
              IssuersSection.PATH + "secret",
              ValueType.of("text", "a random secret of at least 32 bytes", JwtSection::parseSecret),
              "The secret shared with it, used as it is written (UTF-8). Whoever verifies could"
                  + " also sign.")
          .confidential();
  static final Key<String> KEY_ID =
      Key.of(
              IssuersSection.PATH + "key_id",
              ValueTypes.text(
                  "text", "1 to 256 characters", Pattern.compile("[^\\p{Cntrl}]{1,256}")),
              "The `kid` of its tokens, where there is one `public_key` or `secret`.")
          .defaultsInWords("its tokens have none");
  static final Key<JwsAlgorithm> ALGORITHMS =
      Key.list(
              IssuersSection.PATH + "algorithms",
              JwtSection.algorithms(),
              "What it may sign with. A key that names no algorithm is bound to the one of these"
                  + " that fits it.")
          .defaultsInWords("RS256, ES256 and EdDSA; with a secret HS256");

  static final List<Key<?>> KEYS =
      List.of(JWKS_URI, JWKS, JWKS_FILE, PUBLIC_KEY, SECRET, KEY_ID, ALGORITHMS);

  private IssuerKeysSection() {}

  static IssuersSection.Keys read(Section in, String issuer) {
    var given = Stream.of(JWKS_URI, JWKS, JWKS_FILE, PUBLIC_KEY, SECRET).filter(in::has).toList();
    if (given.size() > 1) {
      in.refuse(
          "has " + given.stream().map(Key::name).collect(Collectors.joining(" and ")),
          "Keep one: an issuer has either a secret or public keys, from one place (S2).");
    }
    var algorithms = algorithms(in);
    if (in.has(KEY_ID) && !in.has(PUBLIC_KEY) && !in.has(SECRET)) {
      in.refuse(KEY_ID, "is there without public_key or secret", "Remove it; JWKs have their own.");
    }
    return new IssuersSection.Keys(source(in, issuer, algorithms), algorithms);
  }

  private static KeySource source(Section in, String issuer, Set<JwsAlgorithm> algorithms) {
    var keyId = in.find(KEY_ID).orElse(null);
    if (in.has(SECRET)) {
      var secret = in.find(SECRET).orElse(Confidential.of(""));
      checkSecret(in, secret, algorithms);
      return new SecretSource(keyId, secret);
    }
    if (in.has(PUBLIC_KEY)) {
      var key = in.find(PUBLIC_KEY);
      key.ifPresent(found -> checkPublicKey(in, found, algorithms));
      return key.<KeySource>map(found -> new PublicKeySource(keyId, found))
          .orElseGet(Discovery::new);
    }
    if (in.has(JWKS)) {
      return new InlineJwks(in.find(JWKS).orElse(""));
    }
    if (in.has(JWKS_FILE)) {
      return new JwksFile(in.find(JWKS_FILE).orElse(Path.of("")));
    }
    if (in.has(JWKS_URI)) {
      return in.find(JWKS_URI).<KeySource>map(RemoteJwks::new).orElseGet(Discovery::new);
    }
    checkDiscoverable(in, issuer);
    return new Discovery();
  }

  private static void checkDiscoverable(Section in, String issuer) {
    try {
      if (!issuer.isEmpty()) {
        address(issuer);
      }
    } catch (BadValueException e) {
      in.refuse(
          IssuersSection.ISSUER,
          e.reason() + ", and without a key its metadata must be fetched from there",
          "Write jwks_uri, jwks, jwks_file, public_key or secret beside it.");
    }
  }

  /** S2: what is allowed is all symmetric or all asymmetric, and fits the kind of key. */
  private static Set<JwsAlgorithm> algorithms(Section in) {
    boolean secret = in.has(SECRET);
    if (!in.has(ALGORITHMS)) {
      return secret ? EnumSet.of(JwsAlgorithm.HS256) : ASYMMETRIC;
    }
    var algorithms = in.readList(ALGORITHMS);
    if (algorithms.stream().anyMatch(a -> a.isSymmetric() != secret)) {
      in.refuse(
          ALGORITHMS,
          secret
              ? "has one for public keys, and there is a secret (S2)"
              : "has one for secrets, and there is none: a public key could pass for one (S2)",
          secret ? "Use HS256, HS384 or HS512." : "Use RS…, PS…, ES… or EdDSA.");
    } else if (in.isEmptyList(ALGORITHMS)) {
      in.refuse(ALGORITHMS, "is empty", "Remove it, or name one.");
    }
    return algorithms;
  }

  private static void checkSecret(Section in, Confidential secret, Set<JwsAlgorithm> algorithms) {
    if (algorithms.size() > 1) {
      in.refuse(ALGORITHMS, "are several for one secret (S3)", "Name one.");
    }
    for (var algorithm : algorithms) {
      int needed =
          algorithm.isSymmetric() ? Integer.parseInt(algorithm.wireName().substring(2)) / 8 : 0;
      if (!secret.isEmpty() && secret.revealUtf8().length < needed) {
        in.refuse(
            SECRET,
            "is too short: %s needs at least %d bytes".formatted(algorithm.wireName(), needed),
            "Agree on a longer one.");
      }
    }
  }

  private static void checkPublicKey(Section in, PublicKey key, Set<JwsAlgorithm> algorithms) {
    long fitting = algorithms.stream().filter(a -> PublicKeyPem.fits(a, key)).count();
    if (fitting != 1) {
      in.refuse(
          PUBLIC_KEY,
          fitting == 0
              ? "fits none of the algorithms"
              : "fits several of the algorithms, and is bound to one (S3)",
          "Name the one algorithm of its tokens in algorithms.");
    }
  }

  /** An address that is fetched: https, or http on this machine. */
  static URI address(String text) throws BadValueException {
    try {
      var uri = new URI(text);
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || uri.isOpaque()) {
        throw new BadValueException("is no address with a host");
      }
      if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        throw new BadValueException("has a user or a fragment in it");
      }
      boolean plain =
          scheme.equals("http")
              && LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
      if (!scheme.equals("https") && !plain) {
        throw new BadValueException("is not https");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new BadValueException("is not an address");
    }
  }

  /** The path of a file, looked at when it is read. */
  static Path path(String text) throws BadValueException {
    try {
      if (text.isBlank()) {
        throw new BadValueException("is empty");
      }
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new BadValueException("is no path");
    }
  }

  private static String jwks(String text) throws BadValueException {
    if (!text.strip().startsWith("{") || text.length() > LONGEST_JWKS) {
      throw new BadValueException("is no JSON object, or longer than 64 KiB");
    }
    return text;
  }
}
