package dev.portcullis.token;

import dev.portcullis.config.ConfigurationException;
import dev.portcullis.config.GivenKey;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.file.Problem;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.PrivateKeys;
import java.security.InvalidKeyException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The private keys of the configuration as rows, not stored yet. */
final class GivenKeys {

  private static final String REMEDY =
      "Bring a private key for the algorithm of the tokens, or remove the entry.";

  private final JwtSettings settings;
  private final KeyPairs pairs;
  private final Clock clock;
  private final List<SigningKey> rows = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private GivenKeys(JwtSettings settings, KeyPairs pairs, Clock clock) {
    this.settings = settings;
    this.pairs = pairs;
    this.clock = clock;
  }

  /**
   * Reads and checks them (S3, S73).
   *
   * @throws ConfigurationException with everything that is wrong with any of them; no key in it
   */
  static List<SigningKey> read(JwtSettings settings, KeyPairs pairs, Clock clock) {
    var keys = new GivenKeys(settings, pairs, clock);
    settings.keys().given().forEach(keys::add);
    if (!keys.problems.isEmpty()) {
      throw new ConfigurationException("auth.providers.jwt.keys", keys.problems);
    }
    return keys.rows;
  }

  private void add(GivenKey key) {
    try {
      var imported =
          key.isJwk()
              ? PrivateKeys.jwk(key.text().revealUtf8(), settings.algorithm())
              : PrivateKeys.pem(key.text().reveal(), settings.algorithm());
      if (rows.stream().anyMatch(row -> row.kid.equals(imported.kid()))) {
        refuse(key, "has the id of another entry (S3)");
      }
      rows.add(pairs.seal(imported.kid(), imported.pair(), clock.instant()));
    } catch (MalformedException e) {
      refuse(key, "is no private JWK: it needs " + e.getMessage());
    } catch (InvalidKeyException e) {
      refuse(key, "is no key for " + settings.algorithm().wireName() + ": " + e.getMessage());
    }
  }

  private void refuse(GivenKey key, String reason) {
    problems.add(new Problem(key.path(), null, null, reason, REMEDY));
  }
}
