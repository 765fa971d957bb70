package dev.portcullis.config;

import dev.portcullis.config.DigestSettings.Encoding;
import dev.portcullis.config.DigestSettings.Salt;
import dev.portcullis.config.DigestSettings.SaltEncoding;
import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the keys of {@code user_source} that say how digests were made. */
final class DigestSection {

  private static final String PATH = UserSourceSection.PATH;

  static final Key<String> ALGORITHM =
      Key.of(
          PATH + "digest_algorithm",
          ValueTypes.choice(algorithms()),
          "The digest, with `hash: digest`. Required there.");
  static final Key<Encoding> ENCODING =
      Key.of(
              PATH + "digest_encoding",
              ValueTypes.choice(Encoding.class),
              "How a digest is written.")
          .defaultsTo("hex");
  static final Key<Salt> SALT =
      Key.of(
              PATH + "digest_salt",
              ValueTypes.choice(Salt.class),
              "Where the salt of `salt_column` goes: before the password, or after it.")
          .defaultsTo("none");
  static final Key<SaltEncoding> SALT_ENCODING =
      Key.of(
              PATH + "digest_salt_encoding",
              ValueTypes.choice(SaltEncoding.class),
              "How the salt is written.")
          .defaultsTo("text");
  static final Key<Integer> ITERATIONS =
      Key.of(
              PATH + "digest_iterations",
              ValueTypes.integer("rounds", 1, 1_000_000),
              "How often the digest is taken; each further time of the bytes before.")
          .defaultsTo("1");
  static final Key<Charset> CHARSET =
      Key.of(
              PATH + "digest_charset",
              ValueType.of("charset", "a charset that Java knows", DigestSection::charset),
              "In which charset the application took the password's bytes.")
          .defaultsTo("UTF-8");

  static final List<Key<?>> KEYS =
      List.of(ALGORITHM, ENCODING, SALT, SALT_ENCODING, ITERATIONS, CHARSET);

  private DigestSection() {}

  /** Reads it; null for every other format. */
  static @Nullable DigestSettings read(Section in, LegacyFormat format) {
    if (format != LegacyFormat.DIGEST) {
      for (var key : KEYS) {
        if (in.has(key)) {
          in.refuse(
              key, "is there, and hash is not digest", "Remove it, or write \"hash: digest\".");
        }
      }
      return null;
    }
    var algorithm =
        in.require(ALGORITHM, "is missing", "Write the digest that the application uses.");
    var salt = in.read(SALT);
    boolean column = in.has(UserSourceSection.SALT_COLUMN);
    if (column != (salt != Salt.NONE)) {
      in.refuse(
          column ? UserSourceSection.SALT_COLUMN : SALT,
          column ? "is there, and digest_salt is none" : "needs a salt_column",
          "Write both, or neither.");
    }
    in.warn(
        "hash",
        "is digest: those are guessed fast. Each is replaced here by argon2id at its first"
            + " use, and stays in that table");
    return new DigestSettings(
        algorithm.orElse("SHA-256"),
        in.read(ENCODING),
        salt,
        in.read(SALT_ENCODING),
        in.read(ITERATIONS),
        in.read(CHARSET));
  }

  private static Map<String, String> algorithms() {
    var names = new LinkedHashMap<String, String>();
    names.put("md5", "MD5");
    names.put("sha-1", "SHA-1");
    names.put("sha-256", "SHA-256");
    names.put("sha-384", "SHA-384");
    names.put("sha-512", "SHA-512");
    return names;
  }

  private static Charset charset(String name) throws BadValueException {
    try {
      var charset = Charset.forName(name);
      if (!charset.canEncode()) {
        throw new BadValueException("cannot encode");
      }
      return charset;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new BadValueException("is not known");
    }
  }
}
