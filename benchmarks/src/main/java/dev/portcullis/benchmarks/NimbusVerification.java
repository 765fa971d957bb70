package dev.portcullis.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.portcullis.config.JwsAlgorithm;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/** Nimbus JOSE + JWT as its documentation sets it up for access tokens. */
final class NimbusVerification {

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  NimbusVerification(JwsAlgorithm algorithm, TokenNode node) throws Exception {
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(
        algorithm.isSymmetric()
            ? new SingleKeyJWSKeySelector<>(
                JWSAlgorithm.HS256,
                new SecretKeySpec(TokenNode.SECRET.getBytes(UTF_8), "HmacSHA256"))
            : new JWSVerificationKeySelector<>(
                JWSAlgorithm.parse(algorithm.wireName()),
                new ImmutableJWKSet<>(JWKSet.parse(node.jwks()))));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            TokenNode.ISSUER,
            new JWTClaimsSet.Builder().issuer(TokenNode.ISSUER).build(),
            Set.of("sub", "iat", "exp", "jti", "client_id")));
  }

  JWTClaimsSet verify(String token) throws Exception {
    return processor.process(token, null);
  }
}
