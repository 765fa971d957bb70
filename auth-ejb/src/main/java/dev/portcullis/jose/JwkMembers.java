package dev.portcullis.jose;

import dev.portcullis.config.JwsAlgorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a JWK that concern us; others are ignored (RFC 7517 4). */
final class JwkMembers {

  private static final Set<String> TEXTS =
      Set.of("kty", "use", "alg", "kid", "crv", "n", "e", "x", "y", "k");
  private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi");

  private final Map<String, String> texts = new HashMap<>();
  private @Nullable List<String> keyOps;
  private boolean isPrivate;
  private boolean hasMorePrimes;

  private JwkMembers() {}

  static JwkMembers parse(byte[] json) throws MalformedException {
    var members = new JwkMembers();
    var reader = new JsonReader(json);
    reader.beginObject();
    while (reader.nextName()) {
      var name = reader.name();
      if (TEXTS.contains(name)) {
        members.texts.put(name, reader.string());
      } else if (name.equals("key_ops")) {
        members.keyOps = strings(reader);
      } else if (PRIVATE.contains(name)) {
        members.isPrivate = true;
        members.texts.put(name, reader.string());
      } else {
        members.isPrivate |= name.equals("oth");
        members.hasMorePrimes |= name.equals("oth");
        reader.skip();
      }
    }
    reader.end();
    return members;
  }

  private static List<String> strings(JsonReader reader) throws MalformedException {
    var strings = new ArrayList<String>();
    reader.beginArray();
    while (reader.nextElement()) {
      strings.add(reader.string());
    }
    return strings;
  }

  String text(String name) throws MalformedException {
    var text = texts.get(name);
    if (text == null) {
      throw new MalformedException(name);
    }
    return text;
  }

  byte[] bytes(String name) throws MalformedException {
    var text = text(name).getBytes(StandardCharsets.ISO_8859_1);
    return Base64Url.decode(text, 0, text.length);
  }

  byte[] bytes(String name, int length) throws MalformedException {
    var bytes = bytes(name);
    if (bytes.length != length) {
      throw new MalformedException(length + " bytes of " + name);
    }
    return bytes;
  }

  BigInteger integer(String name) throws MalformedException {
    return new BigInteger(1, bytes(name));
  }

  /** A key without an algorithm could be used with several, so it must name one (S3). */
  JwsAlgorithm algorithm() throws InvalidKeyException {
    var name = texts.get("alg");
    for (var algorithm : JwsAlgorithm.values()) {
      if (algorithm.wireName().equals(name)) {
        return algorithm;
      }
    }
    throw new InvalidKeyException("The key is not bound to one of our algorithms");
  }

  /** A key that is imported may leave the algorithm to the configuration, but not contradict it. */
  void requireAlgorithm(JwsAlgorithm configured) throws InvalidKeyException {
    var name = texts.get("alg");
    if (name != null && !name.equals(configured.wireName())) {
      throw new InvalidKeyException(
          "The key is bound to another algorithm than " + configured.wireName());
    }
  }

  /** The key's own id, if it has one. */
  Optional<String> kid() {
    return Optional.ofNullable(texts.get("kid"));
  }

  /** Two prime factors, as every library makes them (RFC 7518 6.3.2). */
  void requirePrivate() throws InvalidKeyException {
    if (!texts.containsKey("d")) {
      throw new InvalidKeyException("The key has no private half");
    }
    if (hasMorePrimes) {
      throw new InvalidKeyException("An RSA key with more than two primes is not supported");
    }
  }

  void requireUseForSigning() throws InvalidKeyException {
    var use = texts.get("use");
    if ((use != null && !use.equals("sig")) || (keyOps != null && !keyOps.contains("sign"))) {
      throw new InvalidKeyException("The key is not for making signatures");
    }
  }

  /** Whether a key of that kind, and of this curve and algorithm if it names them, serves it. */
  boolean isFor(JwsAlgorithm algorithm, String kty) {
    var named = texts.get("alg");
    boolean kind =
        switch (algorithm) {
          case RS256, RS384, RS512, PS256, PS384, PS512 -> kty.equals("RSA");
          case ES256 -> kty.equals("EC") && "P-256".equals(texts.get("crv"));
          case ES384 -> kty.equals("EC") && "P-384".equals(texts.get("crv"));
          case EDDSA -> kty.equals("OKP") && "Ed25519".equals(texts.get("crv"));
          case HS256, HS384, HS512 -> false;
        };
    return kind && (named == null || named.equals(algorithm.wireName()));
  }

  /** Whether it is said to be for something else, such as encryption: no fault, and no use. */
  boolean isForOtherUse() {
    var use = texts.get("use");
    return (use != null && !use.equals("sig")) || (keyOps != null && !keyOps.contains("verify"));
  }

  void requireUseForSignatures() throws InvalidKeyException {
    if (isForOtherUse()) {
      throw new InvalidKeyException("The key is not for verifying signatures");
    }
  }

  void requirePublic() throws InvalidKeyException {
    if (isPrivate || texts.containsKey("k")) {
      throw new InvalidKeyException("A private key stands where a public one belongs");
    }
  }
}
