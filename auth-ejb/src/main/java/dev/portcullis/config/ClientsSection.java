package dev.portcullis.config;

import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code auth.clients}. */
final class ClientsSection {

  private static final String PATH = "auth.clients[].";
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final String MAKE_A_HASH =
      "Make a secret with \"openssl rand -hex 32\" for the client, and its hash with \"printf %s"
          + " <secret> | sha256sum\" for this file.";

  static final Key<String> ID =
      Key.of(
          PATH + "id",
          ValueTypes.text(
              "name",
              "1 to 128 letters, digits and . _ -",
              Pattern.compile("[A-Za-z0-9._-]{1,128}")),
          "The client's id. Required.");
  static final Key<String> SECRET_HASH =
      Key.of(
              PATH + "secret_hash",
              ValueType.of(
                  "SHA-256 in hex",
                  "the SHA-256 of its secret, 64 hex digits",
                  ClientsSection::hash),
              "The SHA-256 of the client's secret, which must be random. Required.")
          .confidential();
  static final Key<String> MAY =
      Key.list(
          PATH + "may", ValueTypes.choice(Map.of("introspect", "introspect")), "What it may do.");

  static final List<Key<?>> KEYS = List.of(ID, SECRET_HASH, MAY);

  private ClientsSection() {}

  static List<ClientSettings> read(Section auth) {
    var clients = new ArrayList<ClientSettings>();
    var ids = new HashSet<String>();
    for (var in : auth.each("clients")) {
      var id =
          in.require(ID, "is missing; a client needs its id", "Write a name for it.").orElse("");
      if (!id.isEmpty() && !ids.add(id)) {
        in.refuse(ID, "is there twice", "Give each client an id of its own.");
      }
      var may = in.readList(MAY);
      var hash = in.require(SECRET_HASH, "is missing; a client needs a secret", MAKE_A_HASH);
      clients.add(new ClientSettings(id, hash.orElse(""), may.contains("introspect")));
    }
    return clients;
  }

  private static String hash(String text) throws BadValueException {
    var hash = text.toLowerCase(Locale.ROOT);
    if (!SHA_256.matcher(hash).matches()) {
      throw new BadValueException("is not a SHA-256 in hex", MAKE_A_HASH);
    }
    if (WeakSecrets.isHashOfKnown(hash)) {
      throw new BadValueException("is the hash of a well-known secret", MAKE_A_HASH);
    }
    return hash;
  }
}
