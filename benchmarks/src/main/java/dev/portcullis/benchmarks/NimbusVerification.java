package dev.portcullis.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.portcullis.config.JwsAlgorithm;
import java.util.Set;

/** Nimbus JOSE + JWT as its documentation sets it up for access tokens. */
final class NimbusVerification {

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  NimbusVerification(JwsAlgorithm algorithm, TokenNode node) throws Exception {
    JWKSource<SecurityContext> source =
        algorithm.isSymmetric()
            ? new ImmutableSecret<>(TokenNode.SECRET.getBytes(UTF_8))
            : new ImmutableJWKSet<>(JWKSet.parse(node.jwks()));
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(JWSAlgorithm.parse(algorithm.wireName()), source));
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
