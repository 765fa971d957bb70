package dev.portcullis.provider;

import dev.portcullis.Confidential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint gave (RFC 6749 5.1).
 *
 * @param access for the provider's interfaces
 * @param refresh for new ones, or null
 * @param idToken who signed in, not validated yet, or null
 * @param expiresAt when the access token does, or null where that is not said
 */
public record GivenTokens(
    Confidential access,
    @Nullable Confidential refresh,
    @Nullable Confidential idToken,
    @Nullable Instant expiresAt) {

  /** Those that came instead; a refresh token is good until another one comes (RFC 6749 6). */
  GivenTokens replacedBy(GivenTokens others) {
    return new GivenTokens(
        others.access,
        others.refresh == null ? refresh : others.refresh,
        others.idToken,
        others.expiresAt);
  }

  /** Whether the access token may be used for some time yet. */
  boolean isFresh(Instant until) {
    return expiresAt == null || expiresAt.isAfter(until);
  }

  /** Without the ID token, which is kept elsewhere. */
  byte[] encoded() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      write(out, access.reveal());
      write(out, refresh == null ? "" : refresh.reveal());
      out.writeLong(expiresAt == null ? Long.MAX_VALUE : expiresAt.toEpochMilli());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encoded} wrote. */
  static GivenTokens decoded(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var access = Confidential.of(read(in));
      var refresh = Optional.of(read(in)).filter(text -> !text.isEmpty()).map(Confidential::of);
      long expires = in.readLong();
      return new GivenTokens(
          access,
          refresh.orElse(null),
          null,
          expires == Long.MAX_VALUE ? null : Instant.ofEpochMilli(expires));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "GivenTokens";
  }
}
