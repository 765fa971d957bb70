package dev.portcullis.web.request;

import dev.portcullis.Confidential;
import dev.portcullis.PasswordLogin;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Reads what follows {@code Basic } (RFC 7617 2). */
final class BasicCredentials {

  private BasicCredentials() {}

  /** Gives name and password; empty where they are not in the form that the RFC has. */
  static Optional<PasswordLogin> parse(String encoded) {
    try {
      var text = text(Base64.getDecoder().decode(encoded));
      int colon = text.indexOf(':');
      boolean hasControls = text.codePoints().anyMatch(Character::isISOControl);
      if (colon < 1 || hasControls || colon == text.length() - 1) {
        return Optional.empty();
      }
      return Optional.of(
          new PasswordLogin(
              text.substring(0, colon), Confidential.of(text.substring(colon + 1)), null));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** In UTF-8, as our challenge asks; clients that are older than that ask for ISO 8859-1. */
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
