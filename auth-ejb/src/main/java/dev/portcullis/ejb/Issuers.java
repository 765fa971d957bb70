package dev.portcullis.ejb;

import dev.portcullis.account.AccountDirectory;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.issuer.ForeignIssuers;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.metrics.PrometheusMetrics;
import dev.portcullis.store.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The other issuers whose tokens are accepted. */
final class Issuers {

  private static final Duration FOLLOW = Duration.ofSeconds(1);

  private Issuers() {}

  static ForeignIssuers of(
      AuthSettings settings,
      ServerResources server,
      Lanes lanes,
      OpenedResources opened,
      PrometheusMetrics metrics,
      SignatureProvider signatures) {
    if (settings.issuers().isEmpty()) {
      return ForeignIssuers.none();
    }
    var issuers =
        ForeignIssuers.of(
            settings.issuers(),
            settings.adminRole(),
            signatures,
            opened.add(new LimitedFetcher(LimitedFetcher.Limits.usual())),
            server.clock(),
            lanes.of(Lane.FETCHING),
            metrics::issuerFetched);
    issuers.states().keySet().forEach(name -> metrics.issuerUp(name, () -> issuers.isUp(name)));
    return issuers;
  }

  /** What the names of other issuers' callers begin with. */
  static List<String> namesOf(ForeignIssuers issuers) {
    return issuers.states().keySet().stream().map(name -> name + ":").toList();
  }

  /** S83: accounts may be older than the issuer's entry in the configuration. */
  static void requireFreeNames(
      Transactions transactions, AccountDirectory directory, ForeignIssuers issuers) {
    for (var prefix : namesOf(issuers)) {
      if (transactions.<Boolean>inNew(tx -> directory.hasNameBeginningWith(tx, prefix))) {
        throw new IllegalStateException(
            "auth.providers.jwt.issuers: accounts here have names that begin with \""
                + prefix
                + "\", as the names of that issuer's callers would (S83). Give it another name.");
      }
    }
  }

  static void follow(ForeignIssuers issuers, BackgroundWork background) {
    follow(issuers.backgroundWork(), background);
  }

  /** Work by the name of whom it is about. */
  static void follow(Map<String, Runnable> all, BackgroundWork background) {
    all.forEach(
        (name, work) ->
            background.every(Lane.FETCHING, FOLLOW, "following the keys of " + name, work));
  }
}
