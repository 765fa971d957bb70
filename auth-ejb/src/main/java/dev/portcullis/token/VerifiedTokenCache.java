package dev.portcullis.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.crypto.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Remembers tokens whose signature, issuer and audience were right, since checking a public-key
 * signature costs from 50 us to more than a millisecond. Times and revocation are no part of it and
 * are checked for each request. Bounded (S79); keyed on a digest, so that no token is kept (S71),
 * and on the generations of the keys, ours and others', so that a key taken out takes its tokens
 * along (S18).
 */
final class VerifiedTokenCache {

  private static final int MAX_TOKENS = 10_000;

  /** The digest of a token, in four parts, and the generations of our keys and of others'. */
  record Key(long first, long second, long third, long fourth, long generation, long foreign) {

    static Key of(String token, long generation, long foreign) {
      var digest = ByteBuffer.wrap(Digests.sha256(token.getBytes(StandardCharsets.UTF_8)));
      return new Key(
          digest.getLong(),
          digest.getLong(),
          digest.getLong(),
          digest.getLong(),
          generation,
          foreign);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(first);
    }
  }

  private final Cache<Key, AccessTokenClaims> tokens =
      Caffeine.newBuilder().maximumSize(MAX_TOKENS).build();

  @Nullable AccessTokenClaims find(Key key) {
    return tokens.getIfPresent(key);
  }

  void remember(Key key, AccessTokenClaims claims) {
    tokens.put(key, claims);
  }
}
