package dev.portcullis.ejb;

import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.config.DirectorySettings;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.source.DirectoryProof;
import dev.portcullis.source.DirectorySource;
import dev.portcullis.source.MeteredDirectory;
import dev.portcullis.throttle.AttemptLimiter;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The directories, opened, each with what checks passwords there. */
final class DirectoryParts {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.ejb");
  private static final String PREFIX = "ldap";

  /** By name, in the order of the file. */
  final Map<String, DirectoryProof> proofs = new LinkedHashMap<>();

  final List<DirectorySource> sources = new ArrayList<>();

  DirectoryParts(
      Ground ground, ExternalAccounts accounts, AttemptLimiter attempts, PasswordHasher hasher) {
    for (var settings : ground.settings.directories()) {
      var directory = open(ground, settings);
      proofs.put(
          settings.name(),
          new DirectoryProof(
              directory, settings, ground.transactions, accounts, attempts, hasher, ground.random));
      sources.add(new DirectorySource(directory, settings.issuer()));
    }
    tellOfOrphans(ground, accounts);
  }

  private static MeteredDirectory open(Ground ground, DirectorySettings settings) {
    var directory =
        new MeteredDirectory(
            ground.opened.add(ground.server.directory(settings)),
            ground.metrics.provider(settings.name()));
    ground.metrics.providerUp(settings.name(), directory::isUp);
    return directory;
  }

  /** S83: a directory that got another name has lost its people, unless its issuer is written. */
  private static void tellOfOrphans(Ground ground, ExternalAccounts accounts) {
    var known = new HashSet<String>();
    ground.settings.directories().forEach(directory -> known.add(directory.issuer()));
    ground.transactions.<List<String>>inNew(accounts::issuers).stream()
        .filter(issuer -> issuer.startsWith(PREFIX) && !known.contains(issuer))
        .forEach(
            issuer ->
                LOG.log(
                    Level.WARNING,
                    "There are accounts of the directory \"{0}\", which is not configured: nobody"
                        + " asks whether their sessions and tokens may go on. If it only got"
                        + " another name, write \"issuer: {0}\" in its section; if it is gone, end"
                        + " those accounts",
                    issuer));
  }
}
