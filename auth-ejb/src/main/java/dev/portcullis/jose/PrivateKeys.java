package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * Private keys that an operator brings: a JWK (RFC 7517) or PKCS #8 in PEM (RFC 7468). The public
 * half is worked out from the private one, and each key must be fit for the algorithm and sign what
 * its public half verifies (S3).
 */
public final class PrivateKeys {

  private static final Pattern KID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----\\s*");
  private static final int ED25519_BYTES = 32;

  /** What stands before the 32 bytes of an Ed25519 key, private and public (RFC 8410). */
  private static final byte[] PRIVATE_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] PROBE = "sign and verify".getBytes(StandardCharsets.US_ASCII);

  private PrivateKeys() {}

  /**
   * A key pair and its id.
   *
   * @param kid the id that came with it, or else the thumbprint
   */
  public record Imported(String kid, KeyPair pair) {}

  /**
   * Reads a private JWK.
   *
   * @throws MalformedException if it is no strict JSON or lacks a member
   * @throws InvalidKeyException if it is not bound to the algorithm, not fit for it, for another
   *     use, or its halves do not belong together
   */
  public static Imported jwk(byte[] json, JwsAlgorithm algorithm)
      throws MalformedException, InvalidKeyException {
    var members = JwkMembers.parse(json);
    members.requireAlgorithm(algorithm);
    members.requireUseForSigning();
    members.requirePrivate();
    var stated = Jwk.publicKey(members.text("kty"), algorithm, members);
    var pair = pair(algorithm, privateKey(algorithm, spec(algorithm, members)));
    if (!Jwk.thumbprint(algorithm, stated).equals(Jwk.thumbprint(algorithm, pair.getPublic()))) {
      throw new InvalidKeyException("The private half belongs to another public half");
    }
    return checked(algorithm, members.kid().orElse(null), pair);
  }

  private static KeySpec spec(JwsAlgorithm algorithm, JwkMembers members)
      throws MalformedException, InvalidKeyException {
    return switch (algorithm) {
      case ES256, ES384 ->
          new ECPrivateKeySpec(
              new BigInteger(1, members.bytes("d", algorithm == JwsAlgorithm.ES256 ? 32 : 48)),
              Curves.named(curve(algorithm)));
      case EDDSA ->
          new PKCS8EncodedKeySpec(concatenated(PRIVATE_PREFIX, members.bytes("d", ED25519_BYTES)));
      case HS256, HS384, HS512 ->
          throw new InvalidKeyException("A secret is configured, not imported");
      default ->
          new RSAPrivateCrtKeySpec(
              members.integer("n"),
              members.integer("e"),
              members.integer("d"),
              members.integer("p"),
              members.integer("q"),
              members.integer("dp"),
              members.integer("dq"),
              members.integer("qi"));
    };
  }

  /**
   * Reads one block of PKCS #8, not encrypted.
   *
   * @throws InvalidKeyException if it is anything else, with a sentence that says what to do, or
   *     the key is not fit for the algorithm
   */
  public static Imported pem(String text, JwsAlgorithm algorithm) throws InvalidKeyException {
    var block = PEM.matcher(text);
    if (!block.matches()) {
      throw new InvalidKeyException(
          "This is not one PEM block: -----BEGIN PRIVATE KEY----- … -----END PRIVATE KEY-----");
    }
    switch (block.group(1)) {
      case "PRIVATE KEY" -> {
        // PKCS #8, read below.
      }
      case "ENCRYPTED PRIVATE KEY" ->
          throw new InvalidKeyException(
              "The PEM is encrypted; decrypt it with \"openssl pkcs8 -in key.pem\"");
      case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
          throw new InvalidKeyException(
              "The PEM is not PKCS #8; convert it with"
                  + " \"openssl pkcs8 -topk8 -nocrypt -in key.pem\"");
      default -> throw new InvalidKeyException("The PEM holds no private key");
    }
    try {
      var der = Base64.getMimeDecoder().decode(block.group(2));
      return checked(
          algorithm, null, pair(algorithm, privateKey(algorithm, new PKCS8EncodedKeySpec(der))));
    } catch (IllegalArgumentException notBase64) {
      throw new InvalidKeyException("The PEM is not base64", notBase64);
    }
  }

  private static PrivateKey privateKey(JwsAlgorithm algorithm, KeySpec spec)
      throws InvalidKeyException {
    try {
      return KeyFactory.getInstance(type(algorithm)).generatePrivate(spec);
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException(
          "This is no private key for %s, which needs a key of type %s"
              .formatted(algorithm.wireName(), type(algorithm)),
          e);
    }
  }

  private static String type(JwsAlgorithm algorithm) {
    return switch (algorithm) {
      case ES256, ES384 -> "EC";
      case EDDSA -> "Ed25519";
      default -> "RSA";
    };
  }

  private static String curve(JwsAlgorithm algorithm) {
    return algorithm == JwsAlgorithm.ES256 ? "secp256r1" : "secp384r1";
  }

  private static KeyPair pair(JwsAlgorithm algorithm, PrivateKey key) throws InvalidKeyException {
    try {
      return new KeyPair(publicHalf(algorithm, key), key);
    } catch (InvalidKeyException e) {
      throw e;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new InvalidKeyException("No public half belongs to the private one", e);
    }
  }

  private static PublicKey publicHalf(JwsAlgorithm algorithm, PrivateKey key)
      throws GeneralSecurityException {
    if (key instanceof RSAPrivateCrtKey rsa) {
      requireConsistent(rsa);
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
    }
    if (key instanceof ECPrivateKey ec) {
      return ecPublicHalf(algorithm, ec);
    }
    if (key instanceof EdECPrivateKey ed) {
      var seed =
          ed.getBytes().orElseThrow(() -> new InvalidKeyException("The key is not readable"));
      var encoded = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(concatenated(PUBLIC_PREFIX, encoded)));
    }
    throw new InvalidKeyException("The key is of no type that " + algorithm.wireName() + " knows");
  }

  /**
   * SP 800-56B 6.4.1.2.3. Java signs with the primes and never looks at {@code d}: a wrong one
   * would be found out only where another library uses the key.
   */
  private static void requireConsistent(RSAPrivateCrtKey key) throws InvalidKeyException {
    var p = key.getPrimeP();
    var q = key.getPrimeQ();
    var d = key.getPrivateExponent();
    if (p.compareTo(BigInteger.ONE) <= 0
        || q.compareTo(BigInteger.ONE) <= 0
        || !p.multiply(q).equals(key.getModulus())
        || !isInverse(d, key.getPublicExponent(), p.subtract(BigInteger.ONE))
        || !isInverse(d, key.getPublicExponent(), q.subtract(BigInteger.ONE))
        || !d.mod(p.subtract(BigInteger.ONE)).equals(key.getPrimeExponentP())
        || !d.mod(q.subtract(BigInteger.ONE)).equals(key.getPrimeExponentQ())
        || !isInverse(key.getCrtCoefficient(), q, p)) {
      throw new InvalidKeyException("The members of the private half do not belong together");
    }
  }

  private static boolean isInverse(BigInteger one, BigInteger other, BigInteger modulus) {
    return one.multiply(other).mod(modulus).equals(BigInteger.ONE.mod(modulus));
  }

  private static PublicKey ecPublicHalf(JwsAlgorithm algorithm, ECPrivateKey key)
      throws GeneralSecurityException {
    var ours = Curves.named(curve(algorithm));
    if (!key.getParams().getCurve().equals(ours.getCurve())
        || key.getS().signum() <= 0
        || key.getS().compareTo(ours.getOrder()) >= 0) {
      throw new InvalidKeyException(algorithm.wireName() + " needs a key on " + curve(algorithm));
    }
    var point =
        CustomNamedCurves.getByName(curve(algorithm)).getG().multiply(key.getS()).normalize();
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(
                    point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()),
                ours));
  }

  private static Imported checked(JwsAlgorithm algorithm, @Nullable String stated, KeyPair pair)
      throws InvalidKeyException {
    var kid =
        Optional.ofNullable(stated).orElseGet(() -> Jwk.thumbprint(algorithm, pair.getPublic()));
    if (!KID.matcher(kid).matches()) {
      throw new InvalidKeyException("A key id has 1 to 64 letters, digits and . _ - (S4)");
    }
    var verifier = PublicVerificationKey.of(kid, algorithm, pair.getPublic());
    try {
      var signature = new PrivateSigningKey(kid, algorithm, pair.getPrivate()).sign(PROBE);
      if (!verifier.verifies(PROBE, PROBE.length, signature)) {
        throw new InvalidKeyException("What the key signs, its public half does not verify");
      }
    } catch (IllegalStateException e) {
      throw new InvalidKeyException("The key does not sign", e);
    }
    return new Imported(kid, pair);
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
