package dev.portcullis.ejb;

import dev.portcullis.FactorMethod;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.delivery.Carriers;
import dev.portcullis.delivery.CodeCarrier;
import dev.portcullis.device.TrustedDevices;
import dev.portcullis.factor.SecondFactors;
import dev.portcullis.factor.SentFactors;
import dev.portcullis.fetch.LimitedFetcher;
import dev.portcullis.login.AuthenticationServiceImpl;
import dev.portcullis.login.CredentialVerifier;
import dev.portcullis.login.DirectoryVerifier;
import dev.portcullis.login.ExternalLogins;
import dev.portcullis.login.FirstFactor;
import dev.portcullis.login.Grants;
import dev.portcullis.login.LocalVerifier;
import dev.portcullis.login.LoginFlow;
import dev.portcullis.login.LoginThrottle;
import dev.portcullis.login.PendingLogins;
import dev.portcullis.login.RequestCredentialsImpl;
import dev.portcullis.login.SecondFactorServiceImpl;
import dev.portcullis.login.SecondFactorStep;
import dev.portcullis.login.SentCodeServiceImpl;
import dev.portcullis.login.SetupLinks;
import dev.portcullis.login.SetupServiceImpl;
import dev.portcullis.login.SourceVerifier;
import dev.portcullis.login.TrustedDeviceServiceImpl;
import dev.portcullis.saved.SavedForms;
import dev.portcullis.throttle.AccountTurns;
import dev.portcullis.throttle.AddressLimiter;
import dev.portcullis.throttle.SendingLimiter;
import dev.portcullis.token.TokenIssuer;
import java.util.List;
import java.util.Map;

/** The login, the first administrator, and the forms that wait for a login. */
final class LoginParts {

  final AuthenticationServiceImpl authentication;
  final RequestCredentialsImpl requestCredentials;
  final SecondFactors factors;
  final PendingLogins pending;
  final SecondFactorServiceImpl secondFactors;
  final SentFactors sent;
  final SentCodeServiceImpl sentCodes;
  final TrustedDevices devices;
  final TrustedDeviceServiceImpl trustedDevices;
  final SetupLinks links;
  final SetupServiceImpl setup;
  final SavedForms savedForms;

  LoginParts(Ground ground, AccountParts accounts, TokenIssuer issuer) {
    var settings = ground.settings;
    var transactions = ground.transactions;
    var clock = ground.clock;
    var random = ground.random;
    var throttle =
        new LoginThrottle(
            new AddressLimiter(settings.rateLimit(), clock),
            new AccountTurns(settings.rateLimit()));
    factors =
        new SecondFactors(
            settings.twoFactor(), accounts.directory, accounts.attempts, ground.key, random, clock);
    pending = new PendingLogins(transactions, random, clock);
    devices = new TrustedDevices(settings.twoFactor().trustedDevice(), random, clock);
    trustedDevices =
        new TrustedDeviceServiceImpl(
            transactions, accounts.directory, accounts.sessions, devices, clock);
    var flow =
        new LoginFlow(
            transactions,
            accounts.directory,
            factors,
            factors.spareEveryRequest(),
            devices,
            pending,
            clock);
    var second =
        new SecondFactorStep(
            transactions, throttle, flow, pending, accounts.directory, factors, clock);
    secondFactors =
        new SecondFactorServiceImpl(
            transactions, accounts.directory, accounts.sessions, factors, pending, clock);
    sent = sentFactors(ground);
    sentCodes =
        new SentCodeServiceImpl(
            transactions, accounts.directory, accounts.sessions, factors, sent, pending, clock);
    authentication =
        new AuthenticationServiceImpl(
            flow,
            throttle,
            new FirstFactor(verifiers(settings, accounts), accounts.hasher),
            new ExternalLogins(transactions, accounts.external, clock),
            second,
            new Grants(accounts.sessions, issuer),
            devices,
            clock);
    requestCredentials =
        new RequestCredentialsImpl(
            authentication,
            flow,
            settings.certificate(),
            throttle,
            transactions,
            accounts.directory,
            accounts.external,
            accounts.recheck,
            accounts.revocations,
            ground.metrics.login(),
            random,
            clock);
    links =
        new SetupLinks(
            transactions, accounts.administrators, settings.bootstrapUsername(), random, clock);
    setup = new SetupServiceImpl(transactions, links, accounts.administrators, accounts.creation);
    savedForms = new SavedForms(transactions, ground.key, random, clock);
  }

  private static SentFactors sentFactors(Ground ground) {
    var settings = ground.settings.twoFactor();
    var limiter =
        new SendingLimiter(settings.sending(), ground.key, ground.transactions, ground.clock);
    return new SentFactors(
        settings, limiter, carriers(ground), ground.key, ground.random, ground.clock);
  }

  private static Map<FactorMethod, CodeCarrier> carriers(Ground ground) {
    var settings = ground.settings.twoFactor();
    if (settings.email() == null && settings.sms() == null) {
      return Map.of();
    }
    var url = ground.settings.publicUrl();
    return Carriers.of(
        settings,
        url == null ? "localhost" : url.getHost(),
        ground.opened.add(new LimitedFetcher(LimitedFetcher.Limits.usual())),
        ground.server::lookup,
        ground.clock);
  }

  /** In the configured order. */
  private static List<CredentialVerifier> verifiers(AuthSettings settings, AccountParts accounts) {
    return settings.login().order().stream().map(name -> verifier(name, accounts)).toList();
  }

  private static CredentialVerifier verifier(String name, AccountParts accounts) {
    var directory = accounts.directories.proofs.get(name);
    if (directory != null) {
      return new DirectoryVerifier(name, directory);
    }
    return accounts.sourceProof == null
        ? new LocalVerifier(accounts.proof)
        : new SourceVerifier(accounts.proof, accounts.sourceProof);
  }
}
