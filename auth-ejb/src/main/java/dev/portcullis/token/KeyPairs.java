package dev.portcullis.token;

import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.SealedValues;
import dev.portcullis.jose.Jwk;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.PrivateSigningKey;
import dev.portcullis.jose.PublicVerificationKey;
import dev.portcullis.jose.SignatureProvider;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes key pairs, seals them into rows and opens them again. */
@SealedValues(column = SealedSigningKeys.class)
final class KeyPairs {

  static final String PURPOSE = "token signing key";

  /** 128 bits of security (NIST SP 800-57 part 1, table 2). */
  private static final int RSA_BITS = 3072;

  private final JwsAlgorithm algorithm;
  private final EncryptionKey encryptionKey;
  private final SignatureProvider provider;

  KeyPairs(JwsAlgorithm algorithm, EncryptionKey encryptionKey, SignatureProvider provider) {
    this.algorithm = algorithm;
    this.encryptionKey = encryptionKey;
    this.provider = provider;
  }

  /** A key pair, both halves bound to the algorithm. */
  record Opened(PublicVerificationKey verifier, PrivateSigningKey signer) {}

  /** Makes a row with a new key pair. Takes up to seconds for RSA: not for within a transaction. */
  SigningKey create(Instant now) {
    try {
      var pair = generate();
      return seal(Jwk.thumbprint(algorithm, pair.getPublic()), pair, now);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This platform can't make a key for " + algorithm, e);
    }
  }

  /**
   * Makes a row of a key pair.
   *
   * @throws InvalidKeyException if the public half is not fit for the algorithm (S3)
   */
  SigningKey seal(String kid, KeyPair pair, Instant now) throws InvalidKeyException {
    var publicKey = PublicVerificationKey.of(kid, algorithm, pair.getPublic());
    var privateBytes = pair.getPrivate().getEncoded();
    var thumbprint = Jwk.thumbprint(algorithm, pair.getPublic());
    var sealed = encryptionKey.seal(PURPOSE, context(kid, thumbprint), privateBytes);
    Arrays.fill(privateBytes, (byte) 0);
    return new SigningKey(
        kid, algorithm.wireName(), Jwk.write(publicKey), sealed, now.toEpochMilli());
  }

  /** The private half belongs to this id and to no other public half. */
  private static String context(String kid, String thumbprint) {
    return kid.equals(thumbprint) ? kid : kid + " " + thumbprint;
  }

  private KeyPair generate() throws GeneralSecurityException {
    var generator =
        KeyPairGenerator.getInstance(
            switch (algorithm) {
              case ES256, ES384 -> "EC";
              case EDDSA -> "Ed25519";
              default -> "RSA";
            });
    switch (algorithm) {
      case ES256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
      case ES384 -> generator.initialize(new ECGenParameterSpec("secp384r1"));
      case EDDSA -> {
        // The name says it all.
      }
      default -> generator.initialize(RSA_BITS);
    }
    return generator.generateKeyPair();
  }

  /**
   * Opens a row. The private half opens only with our encryption key and under the kid and the
   * public half's thumbprint: so whoever can only write to the database can't slip a key in.
   *
   * @throws IllegalStateException if the row is not one that this installation made
   */
  Opened open(SigningKey row) {
    try {
      var jwk = Jwk.parse(row.publicJwk.getBytes(StandardCharsets.UTF_8));
      if (!(jwk instanceof PublicVerificationKey verifier)
          || verifier.algorithm() != algorithm
          || !row.kid.equals(verifier.kid())) {
        throw unusable(row, null);
      }
      var privateBytes =
          encryptionKey
              .open(PURPOSE, sealedContext(row, verifier), row.sealedPrivateKey)
              .orElseThrow(() -> unusable(row, null));
      var privateKey =
          KeyFactory.getInstance(verifier.publicKey().getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(privateBytes));
      var signer = new PrivateSigningKey(row.kid, algorithm, privateKey);
      return new Opened(verifier.using(provider), signer.using(provider));
    } catch (MalformedException | GeneralSecurityException e) {
      throw unusable(row, e);
    }
  }

  private static String sealedContext(SigningKey row, PublicVerificationKey verifier) {
    return context(row.kid, Jwk.thumbprint(verifier.algorithm(), verifier.publicKey()));
  }

  /** What the private half of a row was sealed for; empty if its public half cannot be read. */
  static Optional<String> contextOf(SigningKey row) {
    try {
      var jwk = Jwk.parse(row.publicJwk.getBytes(StandardCharsets.UTF_8));
      return jwk instanceof PublicVerificationKey verifier
          ? Optional.of(sealedContext(row, verifier))
          : Optional.empty();
    } catch (MalformedException | InvalidKeyException e) {
      return Optional.empty();
    }
  }

  private static IllegalStateException unusable(SigningKey row, @Nullable Exception cause) {
    return new IllegalStateException(
        "The signing key %s in auth_signing_key does not open with auth.encryption_key. Configure the former encryption key again, or delete that row: a new key is made, and access tokens issued so far are refused."
            .formatted(row.kid),
        cause);
  }
}
