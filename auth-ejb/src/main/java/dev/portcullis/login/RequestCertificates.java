package dev.portcullis.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.AuthenticationMethod;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.ExternalIdentity;
import dev.portcullis.RejectionReason;
import dev.portcullis.RequestProof;
import dev.portcullis.SecurityEvent;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.config.CertificateSettings;
import dev.portcullis.config.CertificateSettings.AccountSource;
import dev.portcullis.config.CertificateSettings.Identity;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.store.Transactions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificates as the first factor. No password is involved, so a lockout of one changes nothing
 * here (S39); an account that is disabled gets nothing (S38). A refused certificate is not looked
 * at again for a minute, since a browser sends it with every image.
 */
final class RequestCertificates {

  /** The provider in the audit, and what the issuer of an external account begins with. */
  static final String PROVIDER = "client_cert";

  private static final Duration REFUSED_FOR = Duration.ofMinutes(1);
  private static final int MOST_REFUSED = 10_000;

  private final CertificateSettings settings;
  private final CertificateTrust trust;
  private final LoginThrottle throttle;
  private final LoginFlow flow;
  private final RecentProofs recent;
  private final Transactions transactions;
  private final AccountDirectory directory;
  private final ExternalAccounts external;
  private final RandomSource random;
  private final Clock clock;

  /** When each was refused. */
  private final Cache<String, Long> refused =
      Caffeine.newBuilder().maximumSize(MOST_REFUSED).expireAfterWrite(REFUSED_FOR).build();

  RequestCertificates(
      CertificateSettings settings,
      CertificateTrust trust,
      LoginThrottle throttle,
      LoginFlow flow,
      RecentProofs recent,
      Transactions transactions,
      AccountDirectory directory,
      ExternalAccounts external,
      RandomSource random,
      Clock clock) {
    this.settings = settings;
    this.trust = trust;
    this.throttle = throttle;
    this.flow = flow;
    this.recent = recent;
    this.transactions = transactions;
    this.directory = directory;
    this.external = external;
    this.random = random;
    this.clock = clock;
  }

  AuthenticationResult<RequestProof> check(List<X509Certificate> chain, ClientInfo client) {
    var key = key(chain);
    if (key == null) {
      return AuthenticationResult.rejected(RejectionReason.UNTRUSTED_CERTIFICATE);
    }
    var known = recent.find(key);
    if (known.isPresent()) {
      return known.get();
    }
    var before = refused.getIfPresent(key);
    long now = clock.millis();
    if (before != null && now >= before && now - before < REFUSED_FOR.toMillis()) {
      return AuthenticationResult.rejected(RejectionReason.UNTRUSTED_CERTIFICATE);
    }
    return recent.once(
        key,
        () ->
            throttle.attempt(
                client.address(),
                key,
                () -> prove(key, chain, client),
                wait -> new Rejected<>(RejectionReason.TOO_MANY_REQUESTS, wait)));
  }

  /** One certificate may come by way of several others, so it alone is the key. */
  private static @Nullable String key(List<X509Certificate> chain) {
    try {
      return "x509:" + CertificateHolder.fingerprint(chain.get(0));
    } catch (CertificateException unreadable) {
      return null;
    }
  }

  private AuthenticationResult<RequestProof> prove(
      String key, List<X509Certificate> chain, ClientInfo client) {
    var certificate = chain.get(0);
    if (!trust.accepts(chain, clock.instant())) {
      return refuse(key, null, RejectionReason.UNTRUSTED_CERTIFICATE, client);
    }
    long marks = recent.markCount();
    var name = CertificateHolder.name(certificate, settings.identity());
    var account = name.flatMap(holder -> account(holder, certificate, client));
    if (account.isEmpty()) {
      return refuse(key, null, RejectionReason.UNKNOWN_ACCOUNT, client);
    }
    return complete(key, certificate, account.get(), marks, client);
  }

  private AuthenticationResult<RequestProof> complete(
      String key,
      X509Certificate certificate,
      AccountSnapshot account,
      long marks,
      ClientInfo client) {
    var proof =
        new FirstProof(
            account,
            AuthenticationMethod.CERTIFICATE,
            PROVIDER,
            Set.of(AuthenticationMethod.CERTIFICATE.amr()),
            clock.instant(),
            null);
    var proofId = random.id();
    var operation = Operation.login(account.username(), proof.method(), PROVIDER, client);
    return flow.<AccountSnapshot>provenAlone(
            operation,
            proof,
            tx -> {},
            (tx, proven) -> Optional.of(new Grants.Grant<>(proofId, proven.account())))
        .foldWithoutSecondFactor(
            in ->
                recent.remember(
                    key,
                    in.grant(),
                    proofId,
                    proof.amr(),
                    proof.at(),
                    certificate.getNotAfter().toInstant(),
                    marks),
            out -> {
              refused.put(key, clock.millis());
              return AuthenticationResult.rejected(out.reason());
            });
  }

  /** The account of that holder; its name has to be the same to the byte (S11). */
  private Optional<AccountSnapshot> account(
      String holder, X509Certificate certificate, ClientInfo client) {
    if (settings.account() == AccountSource.EXTERNAL) {
      return Optional.of(externalAccount(holder, certificate, client));
    }
    var username = settings.accounts().getOrDefault(holder, holder);
    return transactions.inNew(
        tx ->
            directory
                .byUsername(tx, username)
                .filter(account -> account.username().equals(username)));
  }

  /** The issuer says what the subject is, and stays when authorities come and go (S83). */
  private AccountSnapshot externalAccount(
      String holder, X509Certificate certificate, ClientInfo client) {
    var roles = new HashSet<>(settings.roles());
    roles.addAll(settings.roleMapping().getOrDefault(holder, Set.of()));
    var identity =
        new ExternalIdentity(
            PROVIDER + ":" + settings.identity().name().toLowerCase(Locale.ROOT),
            holder,
            PROVIDER,
            holder,
            CertificateHolder.name(certificate, Identity.CN).orElse(null),
            CertificateHolder.name(certificate, Identity.EMAIL).orElse(null),
            roles);
    var found = external.findOrCreate(identity, client);
    return found.account().disabled() || found.account().roles().equals(roles)
        ? found.account()
        : transactions.inNew(
            tx -> external.confirm(tx, found.identity(), identity, null, null, client).account());
  }

  private AuthenticationResult<RequestProof> refuse(
      String key, @Nullable AccountSnapshot account, RejectionReason reason, ClientInfo client) {
    refused.put(key, clock.millis());
    return transactions.<AuthenticationResult<RequestProof>>inNew(
        tx -> {
          tx.raise(new SecurityEvent.LoginFailed(details(account, null, client), reason));
          return AuthenticationResult.rejected(reason);
        });
  }

  private EventDetails details(
      @Nullable AccountSnapshot account, @Nullable String proofId, ClientInfo client) {
    return new EventDetails(
        clock.instant(),
        account == null ? null : account.id(),
        account == null ? null : account.username(),
        proofId,
        AuthenticationMethod.CERTIFICATE,
        PROVIDER,
        client);
  }
}
