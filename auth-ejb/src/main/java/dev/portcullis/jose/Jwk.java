package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.crypto.Digests;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** JSON Web Keys (RFC 7517, RFC 7518 6, RFC 8037). */
public final class Jwk {

  private static final int ED25519_BYTES = 32;

  /** What X.509 puts before the 32 bytes of an Ed25519 key (RFC 8410). */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private Jwk() {}

  /**
   * Reads a key that verifies.
   *
   * @throws MalformedException if it is no strict JSON or lacks a member
   * @throws InvalidKeyException if it is not bound to one of our algorithms, is for another use, is
   *     not fit for its algorithm, or is a private key (S3)
   */
  public static VerificationKey parse(byte[] json) throws MalformedException, InvalidKeyException {
    var members = JwkMembers.parse(json);
    var algorithm = members.algorithm();
    members.requireUseForSignatures();
    var kid = members.text("kid");
    var kty = members.text("kty");
    if (algorithm.isSymmetric() && kty.equals("oct")) {
      return HmacKey.of(kid, algorithm, members.bytes("k"));
    }
    members.requirePublic();
    return PublicVerificationKey.of(kid, algorithm, publicKey(kty, algorithm, members));
  }

  /**
   * Binds a public key that another issuer publishes to one algorithm: the one it names, else the
   * only one of those allowed that is for its kind of key (S2, S3).
   */
  static PublicVerificationKey bind(JwkMembers members, Set<JwsAlgorithm> allowed)
      throws MalformedException, InvalidKeyException {
    members.requirePublic();
    var kid = members.text("kid");
    if (kid.length() > JwsHeader.MAX_KID) {
      throw new InvalidKeyException("An id has at most 256 characters (S4)");
    }
    var kty = members.text("kty");
    var fitting = allowed.stream().filter(algorithm -> members.isFor(algorithm, kty)).toList();
    if (fitting.size() != 1) {
      throw new InvalidKeyException(
          fitting.isEmpty()
              ? "It is for none of the algorithms allowed"
              : "It names no algorithm, and several of those allowed would fit");
    }
    return PublicVerificationKey.of(kid, fitting.get(0), publicKey(kty, fitting.get(0), members));
  }

  static PublicKey publicKey(String kty, JwsAlgorithm algorithm, JwkMembers members)
      throws MalformedException, InvalidKeyException {
    try {
      return switch (kty) {
        case "RSA" ->
            KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(members.integer("n"), members.integer("e")));
        case "EC" -> ecKey(algorithm, members);
        case "OKP" -> ed25519Key(members);
        default -> throw new InvalidKeyException("No key type for " + algorithm.wireName());
      };
    } catch (InvalidKeyException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("The platform refuses the key", e);
    }
  }

  private static PublicKey ecKey(JwsAlgorithm algorithm, JwkMembers members)
      throws MalformedException, GeneralSecurityException {
    var crv = members.text("crv");
    var expected =
        switch (algorithm) {
          case ES256 -> "P-256";
          case ES384 -> "P-384";
          default -> throw new InvalidKeyException("No EC key serves " + algorithm.wireName());
        };
    if (!crv.equals(expected)) {
      throw new InvalidKeyException(algorithm.wireName() + " needs the curve " + expected);
    }
    int size = coordinateBytes(algorithm);
    var point =
        new ECPoint(
            new BigInteger(1, members.bytes("x", size)),
            new BigInteger(1, members.bytes("y", size)));
    var curve = Curves.named(algorithm == JwsAlgorithm.ES256 ? "secp256r1" : "secp384r1");
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
  }

  private static PublicKey ed25519Key(JwkMembers members)
      throws MalformedException, GeneralSecurityException {
    if (!members.text("crv").equals("Ed25519")) {
      throw new InvalidKeyException("EdDSA needs the curve Ed25519");
    }
    var x = members.bytes("x", ED25519_BYTES);
    var encoded =
        ByteBuffer.allocate(ED25519_PREFIX.length + x.length).put(ED25519_PREFIX).put(x).array();
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static int coordinateBytes(JwsAlgorithm algorithm) {
    return algorithm == JwsAlgorithm.ES256 ? 32 : 48;
  }

  /** Writes a public key with its id, use and algorithm. */
  public static String write(PublicVerificationKey key) {
    var members = new TreeMap<>(required(key.algorithm(), key.publicKey()));
    members.put("kid", key.kid());
    members.put("use", "sig");
    members.put("alg", key.algorithm().wireName());
    return json(members);
  }

  /** The first 128 bits of the key's thumbprint (RFC 7638), in lower-case hex. */
  public static String thumbprint(JwsAlgorithm algorithm, PublicKey key) {
    var canonical = json(required(algorithm, key));
    return Digests.sha256Hex(canonical.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  /** The members that make the key, in lexicographic order (RFC 7638 3.3). */
  private static Map<String, String> required(JwsAlgorithm algorithm, PublicKey key) {
    var members = new TreeMap<String, String>();
    if (key instanceof RSAPublicKey rsa) {
      members.put("kty", "RSA");
      members.put("n", Base64Url.encode(unsigned(rsa.getModulus(), 1)));
      members.put("e", Base64Url.encode(unsigned(rsa.getPublicExponent(), 1)));
    } else if (key instanceof ECPublicKey ec) {
      int size = coordinateBytes(algorithm);
      members.put("kty", "EC");
      members.put("crv", algorithm == JwsAlgorithm.ES256 ? "P-256" : "P-384");
      members.put("x", Base64Url.encode(unsigned(ec.getW().getAffineX(), size)));
      members.put("y", Base64Url.encode(unsigned(ec.getW().getAffineY(), size)));
    } else {
      var encoded = key.getEncoded();
      var x = new byte[ED25519_BYTES];
      System.arraycopy(encoded, encoded.length - ED25519_BYTES, x, 0, ED25519_BYTES);
      members.put("kty", "OKP");
      members.put("crv", "Ed25519");
      members.put("x", Base64Url.encode(x));
    }
    return members;
  }

  /** Big-endian, without a sign, at least that many bytes. */
  private static byte[] unsigned(BigInteger value, int atLeast) {
    int length = Math.max(atLeast, (value.bitLength() + 7) / 8);
    var signed = value.toByteArray();
    var out = new byte[length];
    int copied = Math.min(length, signed.length);
    System.arraycopy(signed, signed.length - copied, out, length - copied, copied);
    return out;
  }

  /** Names and values are ASCII without quotes: base64url, ids of ours and registered words. */
  private static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
