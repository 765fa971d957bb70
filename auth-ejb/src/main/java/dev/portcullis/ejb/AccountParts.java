package dev.portcullis.ejb;

import dev.portcullis.CodeFlow;
import dev.portcullis.account.AccountCreation;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountServiceImpl;
import dev.portcullis.account.Administrators;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.account.IdentitySource;
import dev.portcullis.account.PasswordChange;
import dev.portcullis.account.PasswordProof;
import dev.portcullis.account.SourcePasswords;
import dev.portcullis.account.SourceRecheck;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.issuer.ForeignIssuers;
import dev.portcullis.password.PasswordHasher;
import dev.portcullis.password.PasswordPolicy;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.session.SessionServiceImpl;
import dev.portcullis.session.Sessions;
import dev.portcullis.source.SourceProof;
import dev.portcullis.source.UserSource;
import dev.portcullis.throttle.AttemptLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts, their passwords and their sessions, and what is revoked of them. */
final class AccountParts {

  final AccountDirectory directory = new AccountDirectory();
  final Revocations revocations;
  final Sessions sessions;
  final PasswordHasher hasher;
  final AttemptLimiter attempts;
  final PasswordProof proof;
  final Administrators administrators;
  final AccountCreation creation;
  final ExternalAccounts external;
  final @Nullable UserSource userSource;
  final @Nullable SourceProof sourceProof;
  final DirectoryParts directories;
  final ProviderGround providers;
  final SourceRecheck recheck;
  final SessionServiceImpl sessionService;
  final AccountServiceImpl accountService;

  /**
   * @param flow writes requests to providers
   */
  AccountParts(Ground ground, ForeignIssuers issuers, CodeFlow flow) {
    var settings = ground.settings;
    var local = settings.local();
    var transactions = ground.transactions;
    var clock = ground.clock;
    var random = ground.random;
    var taken = Issuers.namesOf(issuers);
    Issuers.requireFreeNames(transactions, directory, issuers);

    revocations = new Revocations(transactions, settings.revocation(), clock, random);
    sessions =
        new Sessions(
            transactions,
            directory,
            revocations,
            settings.sessions(),
            longestTokenLife(settings, issuers),
            clock,
            random);

    hasher = new PasswordHasher(local, random, ground.metrics.passwordHash());
    attempts = new AttemptLimiter(settings.rateLimit(), clock);
    proof = new PasswordProof(transactions, directory, attempts, hasher);
    administrators = new Administrators(settings.adminRole());
    var policy = new PasswordPolicy(local, applicationWords(settings));
    creation = new AccountCreation(hasher, policy, attempts, random, clock, taken);
    external =
        new ExternalAccounts(transactions, directory, sessions, attempts, random, clock, taken);

    userSource = userSource(ground);
    sourceProof =
        userSource == null || local.userSource() == null
            ? null
            : new SourceProof(
                userSource, local.userSource(), transactions, external, attempts, hasher, random);
    directories = new DirectoryParts(ground, external, attempts, hasher);
    providers = new ProviderGround(ground, external, sessions, flow);
    recheck =
        new SourceRecheck(
            transactions,
            external,
            identitySources(),
            providers.source,
            settings.sessions(),
            random,
            clock);

    sessionService =
        new SessionServiceImpl(transactions, sessions, directory, revocations, recheck, clock);
    var change =
        new PasswordChange(transactions, proof, hasher, policy, sessions, keepers(), clock);
    accountService =
        new AccountServiceImpl(
            transactions, directory, creation, administrators, change, attempts, sessions, clock);
  }

  private List<IdentitySource> identitySources() {
    var sources = new ArrayList<IdentitySource>(directories.sources);
    if (userSource != null) {
      sources.add(userSource);
    }
    return sources;
  }

  /** Who keeps passwords that are not kept here. */
  private List<SourcePasswords> keepers() {
    var keepers = new ArrayList<SourcePasswords>(directories.proofs.values());
    if (sourceProof != null) {
      keepers.add(sourceProof);
    }
    return keepers;
  }

  /** Whether anybody outside is asked again about those who are signed in. */
  boolean hasSources() {
    return userSource != null || !directories.sources.isEmpty();
  }

  /** What is revoked is remembered for as long as any token may live. */
  private static Duration longestTokenLife(AuthSettings settings, ForeignIssuers issuers) {
    var ours = settings.jwt().expiration();
    return issuers.longestLife().compareTo(ours) > 0 ? issuers.longestLife() : ours;
  }

  /** The application's own user table, its SQL tried out; null where none is configured. */
  private static @Nullable UserSource userSource(Ground ground) {
    var configured = ground.settings.local().userSource();
    if (configured == null) {
      return null;
    }
    var tables = ground.server.jdbcTransactions(configured.datasource());
    var source = new UserSource(configured, tables, ground.key);
    source.check(ground.random.id());
    return source;
  }

  /** What a password here must not be made of (S31). */
  private static List<String> applicationWords(AuthSettings settings) {
    var words = new ArrayList<String>();
    words.add("portcullis");
    if (settings.publicUrl() != null) {
      words.add(settings.publicUrl().getHost());
      words.add(settings.publicUrl().getPath());
    }
    return words;
  }
}
