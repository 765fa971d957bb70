package dev.portcullis.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.portcullis.config.JwsAlgorithm;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The platform's primitive over bytes that are already decoded. */
final class RawVerification {

  private final byte[] signed;
  private final byte[] signature;
  private final @Nullable Mac mac;
  private final @Nullable PublicKey publicKey;
  private final @Nullable PSSParameterSpec pss;
  private final String name;

  RawVerification(JwsAlgorithm algorithm, TokenNode node, String token) throws Exception {
    int end = token.lastIndexOf('.');
    signed = token.substring(0, end).getBytes(ISO_8859_1);
    signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
    name =
        switch (algorithm) {
          case HS256, HS384, HS512 -> "HmacSHA" + bits(algorithm);
          case RS256, RS384, RS512 -> "SHA" + bits(algorithm) + "withRSA";
          case PS256, PS384, PS512 -> "RSASSA-PSS";
          case ES256, ES384 -> "SHA" + bits(algorithm) + "withECDSAinP1363Format";
          case EDDSA -> "Ed25519";
        };
    pss =
        name.equals("RSASSA-PSS")
            ? new PSSParameterSpec(
                "SHA-" + bits(algorithm),
                "MGF1",
                new MGF1ParameterSpec("SHA-" + bits(algorithm)),
                bits(algorithm) / 8,
                1)
            : null;
    if (algorithm.isSymmetric()) {
      mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(TokenNode.SECRET.getBytes(UTF_8), name));
      publicKey = null;
    } else {
      mac = null;
      publicKey = publicKey(node.jwks());
    }
  }

  private static int bits(JwsAlgorithm algorithm) {
    return Integer.parseInt(algorithm.wireName().substring(2));
  }

  private static PublicKey publicKey(String jwks) throws Exception {
    var key = JWKSet.parse(jwks).getKeys().get(0);
    if (key instanceof OctetKeyPair okp) {
      var x = okp.getDecodedX();
      var prefix = HexFormat.of().parseHex("302a300506032b6570032100");
      var encoded = ByteBuffer.allocate(prefix.length + x.length).put(prefix).put(x).array();
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
    return ((AsymmetricJWK) key).toPublicKey();
  }

  boolean verify() throws Exception {
    if (mac != null) {
      return MessageDigest.isEqual(mac.doFinal(signed), signature);
    }
    var verification = Signature.getInstance(name);
    if (pss != null) {
      verification.setParameter(pss);
    }
    verification.initVerify(publicKey);
    verification.update(signed);
    return verification.verify(signature);
  }
}
