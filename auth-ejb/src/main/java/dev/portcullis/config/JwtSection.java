package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth.providers.jwt}. */
final class JwtSection {

  private static final String PATH = "auth.providers.jwt.";
  private static final String MAKE_A_SECRET = "Make one with \"openssl rand -base64 48\".";

  static final Key<Boolean> ENABLED =
      Key.of(PATH + "enabled", ValueTypes.flag(), "Whether tokens are issued and accepted.")
          .defaultsTo("true");
  static final Key<Confidential> SECRET =
      Key.of(
              PATH + "secret",
              ValueType.of("text", "a random secret of at least 32 bytes", JwtSection::parseSecret),
              "The HMAC key, used as it is written (UTF-8): at least 32 bytes for HS256, 48 for"
                  + " HS384, 64 for HS512. Without it keys are generated and rotated.")
          .confidential();
  static final Key<Confidential> PREVIOUS_SECRETS =
      Key.list(
              PATH + "previous_secrets",
              ValueType.of("text", "a random secret of at least 32 bytes", JwtSection::parseSecret),
              "Secrets that sign no more and whose tokens still verify, while `secret` is being"
                  + " replaced.")
          .confidential();
  static final Key<Duration> KEY_ROTATION =
      Key.of(
              PATH + "key_rotation",
              ValueTypes.cautionAbove(
                  "398d",
                  "a key that was stolen unnoticed is good for that long",
                  ValueTypes.duration("1h", "1825d")),
              "How long a generated or imported key signs before the next one takes over.")
          .defaultsTo("90d");
  static final Key<Duration> KEY_PUBLICATION =
      Key.of(
              PATH + "key_publication",
              ValueTypes.duration("10s", "7d"),
              "How long a key is published before it may sign, so that every node and everybody"
                  + " who keeps a copy of the JWK set knows it. The set may be kept for a third of"
                  + " it, at most 5 minutes.")
          .defaultsTo("15m");
  static final Key<JwsAlgorithm> ALGORITHM =
      Key.of(PATH + "algorithm", algorithms(), "The one algorithm of tokens.")
          .defaultsInWords("HS256 with a secret, else ES256");
  static final Key<String> ISSUER =
      Key.of(PATH + "issuer", ValueTypes.text(), "Claim `iss`.")
          .defaultsInWords("`auth.public_url`, else `http://localhost`");
  static final Key<String> AUDIENCE =
      Key.of(PATH + "audience", ValueTypes.text(), "Claim `aud`, and what it must contain.")
          .defaultsInWords("the issuer");
  static final Key<Duration> EXPIRATION =
      Key.of(
              PATH + "expiration",
              ValueTypes.cautionAbove(
                  "1h",
                  "a stolen token is good for that long unless it is revoked",
                  ValueTypes.duration("10s", "24h")),
              "Life of an access token. Above 1h the start warns.")
          .defaultsTo("15m");
  static final Key<Duration> REFRESH_EXPIRATION =
      Key.of(
              PATH + "refresh_token_expiration",
              ValueTypes.duration("1m", "365d"),
              "Life of a refresh token.")
          .defaultsTo("7d");
  static final Key<Duration> REFRESH_GRACE =
      Key.of(
              PATH + "refresh_grace",
              ValueTypes.cautionAbove(
                  "0s",
                  "a stolen refresh token goes unnoticed for that long",
                  ValueTypes.duration("0s", "60s")),
              "How long a rotated refresh token is still answered, for clients that lost the"
                  + " answer. Above 0s the start warns.")
          .defaultsTo("0s");
  static final Key<Duration> CLOCK_SKEW =
      Key.of(
              PATH + "clock_skew",
              ValueTypes.duration("0s", "60s"),
              "How far the clocks of issuer and verifier may differ.")
          .defaultsTo("30s");
  static final Key<Boolean> CLAIMS =
      Key.of(
              PATH + "claims",
              ValueTypes.choice(claims()),
              "`minimal` leaves out `user_id`, `username` and `email`.")
          .defaultsTo("full");
  static final Key<Boolean> STORE_TOKENS =
      Key.of(
              PATH + "store_tokens",
              ValueTypes.flag(),
              "Keeps a row for every access token: id, user and times, never the text.")
          .defaultsTo("false");

  static final List<Key<?>> KEYS =
      List.of(
          ENABLED,
          SECRET,
          PREVIOUS_SECRETS,
          KEY_ROTATION,
          KEY_PUBLICATION,
          ALGORITHM,
          ISSUER,
          AUDIENCE,
          EXPIRATION,
          REFRESH_EXPIRATION,
          REFRESH_GRACE,
          CLOCK_SKEW,
          CLAIMS,
          STORE_TOKENS);

  private JwtSection() {}

  /** Reads it; a disabled provider's other keys are not looked at. */
  static JwtSettings read(Section jwt, @Nullable URI publicUrl) {
    boolean enabled = jwt.read(ENABLED);
    var in = enabled ? jwt : jwt.blank();
    var secret = in.find(SECRET);
    var algorithm =
        in.find(ALGORITHM).orElse(in.has(SECRET) ? JwsAlgorithm.HS256 : JwsAlgorithm.ES256);
    checkKey(in, algorithm, secret);
    var issuer =
        in.find(ISSUER).orElse(publicUrl == null ? "http://localhost" : publicUrl.toString());
    var expiration = in.read(EXPIRATION);
    var refreshExpiration = in.read(REFRESH_EXPIRATION);
    if (refreshExpiration.compareTo(expiration) < 0) {
      in.refuse(
          REFRESH_EXPIRATION,
          "is shorter than " + EXPIRATION.path() + ", so refreshing would serve nothing",
          "Make it longer, or the access token's life shorter.");
    }
    return new JwtSettings(
        enabled,
        algorithm,
        secret.orElse(null),
        keys(in, algorithm, secret, expiration),
        issuer,
        in.find(AUDIENCE).orElse(issuer),
        expiration,
        refreshExpiration,
        in.read(REFRESH_GRACE),
        in.read(CLOCK_SKEW),
        in.read(CLAIMS),
        in.read(STORE_TOKENS));
  }

  /** S2: symmetric or asymmetric, never both; S73: the key is as long as the digest. */
  private static void checkKey(Section in, JwsAlgorithm algorithm, Optional<Confidential> secret) {
    if (algorithm.isSymmetric() && !in.has(SECRET)) {
      in.refuse(
          ALGORITHM,
          "needs " + SECRET.path() + ", which is missing",
          MAKE_A_SECRET + " Or remove the algorithm: then keys are generated, for ES256.");
    } else if (!algorithm.isSymmetric() && in.has(SECRET)) {
      in.refuse(
          ALGORITHM,
          "signs with a key pair, and there is also " + SECRET.path(),
          "Remove the secret, or choose HS256, HS384 or HS512.");
    } else if (secret.isPresent()) {
      int needed = digestBytes(algorithm);
      int there = secret.get().revealUtf8().length;
      if (there < needed) {
        in.refuse(
            SECRET,
            "has %d bytes, and %s needs at least %d (%d bits)"
                .formatted(there, algorithm.wireName(), needed, needed * 8),
            needed > 48
                ? "Make one with \"openssl rand -base64 64 | tr -d '\\n'\"."
                : MAKE_A_SECRET);
      }
    }
  }

  private static KeySettings keys(
      Section in, JwsAlgorithm algorithm, Optional<Confidential> secret, Duration expiration) {
    var previous = List.copyOf(in.readList(PREVIOUS_SECRETS));
    if (!previous.isEmpty() && !in.has(SECRET)) {
      in.refuse(
          PREVIOUS_SECRETS,
          "is there without " + SECRET.path(),
          "Remove it: generated keys sign here.");
    }
    for (var former : previous) {
      if (secret.isPresent() && former.reveal().equals(secret.get().reveal())) {
        in.refuse(PREVIOUS_SECRETS, "holds the secret that still signs", "Remove it there.");
      } else if (algorithm.isSymmetric() && former.revealUtf8().length < digestBytes(algorithm)) {
        in.refuse(
            PREVIOUS_SECRETS,
            "holds a secret of fewer than %d bytes, with which %s signed nothing"
                .formatted(digestBytes(algorithm), algorithm.wireName()),
            "Remove it.");
      }
    }
    if (!previous.isEmpty()) {
      in.warn(
          PREVIOUS_SECRETS.name(),
          "lets whoever knows one sign: remove it once the last token signed with it has expired, "
              + expiration.toSeconds()
              + " s after the last node signs with the new one");
    }
    var rotation = in.read(KEY_ROTATION);
    var publication = in.read(KEY_PUBLICATION);
    if (rotation.compareTo(publication.multipliedBy(2)) < 0
        || rotation.compareTo(expiration.multipliedBy(2)) < 0) {
      in.refuse(
          KEY_ROTATION,
          "is less than twice " + KEY_PUBLICATION.path() + " or twice " + EXPIRATION.path(),
          "Make it longer: a key is published before it signs, and needed after it.");
    }
    return new KeySettings(
        rotation, publication, previous, GivenKeysSection.read(in, in.has(SECRET)));
  }

  private static int digestBytes(JwsAlgorithm algorithm) {
    return Integer.parseInt(algorithm.wireName().substring(2)) / 8;
  }

  static Confidential parseSecret(String text) throws BadValueException {
    if (text.isBlank()) {
      throw new BadValueException("is empty", MAKE_A_SECRET);
    }
    if (WeakSecrets.isPublicKey(text)) {
      throw new BadValueException(
          "is a public key, which is no secret: anybody who has it can sign", MAKE_A_SECRET);
    }
    if (WeakSecrets.isKnownOrGuessable(text)) {
      throw new BadValueException(
          "is a well-known or guessable secret, with which anybody can sign", MAKE_A_SECRET);
    }
    return Confidential.of(text);
  }

  static ValueType<JwsAlgorithm> algorithms() {
    var byName = new LinkedHashMap<String, JwsAlgorithm>();
    Arrays.stream(JwsAlgorithm.values())
        .forEach(algorithm -> byName.put(algorithm.wireName(), algorithm));
    var choice = ValueTypes.choice(byName);
    return ValueType.of(
        choice.name(),
        choice.allowed(),
        text -> {
          if (text.equalsIgnoreCase("none")) {
            throw new BadValueException("would accept tokens that nobody signed");
          }
          return choice.parser().parse(text);
        });
  }

  private static Map<String, Boolean> claims() {
    var minimal = new LinkedHashMap<String, Boolean>();
    minimal.put("full", false);
    minimal.put("minimal", true);
    return minimal;
  }
}
