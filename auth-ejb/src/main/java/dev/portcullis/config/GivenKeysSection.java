package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code auth.providers.jwt.keys}. Whether a key is fit is found when it is imported. */
final class GivenKeysSection {

  private static final String PATH = "auth.providers.jwt.keys[].";
  private static final int MOST_KEYS = 10;
  private static final int LONGEST = 16 * 1024;

  static final Key<Confidential> FILE =
      Key.of(
          PATH + "file",
          ValueType.of("file", "the path of a file with such a key", GivenKeysSection::file),
          "A file with a PEM or a JWK, readable for the server alone.");
  static final Key<Confidential> PEM =
      Key.of(
              PATH + "pem",
              ValueType.of("PEM", "a private key in PEM, PKCS #8", GivenKeysSection::pem),
              "A private key for `algorithm`, imported at the start. It signs as soon as it was"
                  + " published for `key_publication` (the first one of an installation at once)"
                  + " and is rotated as generated ones are.")
          .confidential();
  static final Key<Confidential> JWK =
      Key.of(
              PATH + "jwk",
              ValueType.of("JSON", "a private JWK in JSON", GivenKeysSection::jwk),
              "The same as a JWK, whose `kid` is kept.")
          .confidential();

  static final List<Key<?>> KEYS = List.of(FILE, PEM, JWK);

  private GivenKeysSection() {}

  static List<GivenKey> read(Section jwt, boolean symmetric) {
    var sections = jwt.each("keys");
    if (!sections.isEmpty() && symmetric) {
      jwt.refuse(
          JwtSection.SECRET,
          "is there beside keys: a secret signs, or key pairs do (S2)",
          "Remove the secret and its algorithm, or the keys.");
    }
    if (sections.size() > MOST_KEYS) {
      jwt.refuse("has more than " + MOST_KEYS + " keys", "Leave out those that were imported.");
    }
    var keys = new ArrayList<GivenKey>();
    for (var in : sections) {
      text(in).ifPresent(text -> add(in, new GivenKey(in.path(), text), keys));
    }
    return List.copyOf(keys);
  }

  private static Optional<Confidential> text(Section in) {
    var given = Stream.of(FILE, PEM, JWK).filter(in::has).toList();
    if (given.size() != 1) {
      in.refuse("has not one of file, pem and jwk", "Keep one of them.");
      return Optional.empty();
    }
    return in.find(given.get(0));
  }

  private static void add(Section in, GivenKey key, List<GivenKey> keys) {
    if (keys.stream().anyMatch(other -> other.text().reveal().equals(key.text().reveal()))) {
      in.refuse("is the same key as another entry", "Remove one.");
    }
    keys.add(key);
  }

  private static Confidential file(String text) throws BadValueException {
    try {
      var path = Path.of(text);
      if (text.isBlank() || !Files.isRegularFile(path)) {
        throw new BadValueException("is no file that is there");
      }
      if (Files.size(path) > LONGEST) {
        throw new BadValueException("is longer than 16 KiB");
      }
      var content = Files.readString(path).strip();
      return content.startsWith("{") ? jwk(content) : pem(content);
    } catch (InvalidPathException e) {
      throw new BadValueException("is no path");
    } catch (IOException e) {
      throw new BadValueException("is a file that cannot be read");
    }
  }

  static Confidential pem(String text) throws BadValueException {
    if (!text.strip().startsWith("-----BEGIN ") || text.length() > LONGEST) {
      throw new BadValueException("has not the form -----BEGIN PRIVATE KEY-----");
    }
    return Confidential.of(text.strip());
  }

  static Confidential jwk(String text) throws BadValueException {
    if (!text.strip().startsWith("{") || text.length() > LONGEST) {
      throw new BadValueException("is no JSON object");
    }
    return Confidential.of(text.strip());
  }
}
