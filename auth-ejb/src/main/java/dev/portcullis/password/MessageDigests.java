package dev.portcullis.password;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests that old tables are full of. Nothing new is ever protected by them alone. */
final class MessageDigests {

  private MessageDigests() {}

  static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java platform has no " + algorithm, e);
    }
  }
}
