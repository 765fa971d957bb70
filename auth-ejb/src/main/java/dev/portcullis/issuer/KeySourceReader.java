package dev.portcullis.issuer;

import dev.portcullis.config.IssuerSettings;
import dev.portcullis.config.IssuerSettings.InlineJwks;
import dev.portcullis.config.IssuerSettings.JwksFile;
import dev.portcullis.config.IssuerSettings.PublicKeySource;
import dev.portcullis.config.IssuerSettings.SecretSource;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.jose.HmacKey;
import dev.portcullis.jose.JwkSet;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.PublicVerificationKey;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.jose.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes keys of what the configuration has of an issuer. A fault of theirs stops the start. */
final class KeySourceReader {

  private static final int LONGEST_FILE = 512 * 1024;

  /** Stands for the id of a key whose tokens name none; it is never looked up. */
  private static final String NO_ID = "";

  private KeySourceReader() {}

  /**
   * The keys, or empty where they are to be fetched.
   *
   * @throws IllegalStateException naming what is wrong, for the operator
   */
  static Optional<IssuerKeys> read(IssuerSettings settings, SignatureProvider signatures) {
    var source = settings.keys();
    if (source instanceof InlineJwks inline) {
      var json = inline.json().getBytes(StandardCharsets.UTF_8);
      return Optional.of(set(settings, "jwks", json, signatures));
    }
    if (source instanceof JwksFile file) {
      return Optional.of(set(settings, "jwks_file", content(settings, file), signatures));
    }
    if (source instanceof PublicKeySource one) {
      return Optional.of(
          single(
              settings,
              one.keyId(),
              "public_key",
              kid -> publicKey(settings, kid, one.key()).using(signatures)));
    }
    if (source instanceof SecretSource one) {
      var algorithm = settings.algorithms().iterator().next();
      return Optional.of(
          single(
              settings,
              one.keyId(),
              "secret",
              kid -> HmacKey.of(kid, algorithm, one.secret().revealUtf8())));
    }
    return Optional.empty();
  }

  private interface Maker {
    VerificationKey make(String kid) throws InvalidKeyException;
  }

  private static StaticKeys single(
      IssuerSettings settings, @Nullable String keyId, String where, Maker maker) {
    try {
      var key = maker.make(keyId == null ? NO_ID : keyId);
      return keyId == null
          ? new StaticKeys(Map.of(), key)
          : new StaticKeys(Map.of(keyId, key), null);
    } catch (InvalidKeyException e) {
      throw unusable(settings, where, String.valueOf(e.getMessage()));
    }
  }

  private static PublicVerificationKey publicKey(IssuerSettings settings, String kid, PublicKey key)
      throws InvalidKeyException {
    InvalidKeyException refused = null;
    for (JwsAlgorithm algorithm : settings.algorithms()) {
      try {
        return PublicVerificationKey.of(kid, algorithm, key);
      } catch (InvalidKeyException e) {
        refused = e;
      }
    }
    throw refused == null ? new InvalidKeyException("no algorithm") : refused;
  }

  private static StaticKeys set(
      IssuerSettings settings, String where, byte[] json, SignatureProvider signatures) {
    try {
      var set = JwkSet.parse(json, settings.algorithms());
      if (set.keys().isEmpty() || !set.leftOut().isEmpty()) {
        throw unusable(
            settings, where, set.leftOut().isEmpty() ? "no key" : String.join("; ", set.leftOut()));
      }
      return new StaticKeys(set.using(signatures).keys(), null);
    } catch (MalformedException e) {
      throw unusable(settings, where, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] content(IssuerSettings settings, JwksFile file) {
    try (var in = Files.newInputStream(file.file())) {
      var content = in.readNBytes(LONGEST_FILE + 1);
      if (content.length > LONGEST_FILE) {
        throw unusable(settings, "jwks_file", "the file is larger than 512 KiB");
      }
      return content;
    } catch (IOException e) {
      throw unusable(
          settings,
          "jwks_file",
          "cannot be read (" + e.getClass().getSimpleName() + "): " + file.file());
    }
  }

  private static IllegalStateException unusable(
      IssuerSettings settings, String where, String reason) {
    return new IllegalStateException(
        "auth.providers.jwt.issuers: the %s of %s: %s".formatted(where, settings.issuer(), reason));
  }
}
