package dev.portcullis.login;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.EventDetails;
import dev.portcullis.SecurityEvent.TrustedDeviceAdded;
import dev.portcullis.SecurityEvent.TrustedDeviceEnded;
import dev.portcullis.TrustedDeviceGrant;
import dev.portcullis.TrustedDeviceInfo;
import dev.portcullis.TrustedDeviceService;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.device.TrustedDevices;
import dev.portcullis.factor.FactorPolicy;
import dev.portcullis.session.Sessions;
import dev.portcullis.store.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Trusted devices as their owners see them; see {@link TrustedDevices} for what they are. */
public final class TrustedDeviceServiceImpl implements TrustedDeviceService {

  /** How lately the second factor has to have been proven: in this very login. */
  private static final Duration JUST_NOW = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final AccountDirectory directory;
  private final Sessions sessions;
  private final TrustedDevices devices;
  private final Clock clock;

  public TrustedDeviceServiceImpl(
      Transactions transactions,
      AccountDirectory directory,
      Sessions sessions,
      TrustedDevices devices,
      Clock clock) {
    this.transactions = transactions;
    this.directory = directory;
    this.sessions = sessions;
    this.devices = devices;
    this.clock = clock;
  }

  @Override
  public Optional<TrustedDeviceGrant> trust(Caller caller, ClientInfo client) {
    var now = clock.instant();
    boolean proven =
        caller.getAuthenticationMethods().contains(FactorPolicy.MULTIPLE)
            && !caller.getAuthenticatedAt().plus(JUST_NOW).isBefore(now)
            && !caller.isApiToken();
    if (!devices.areEnabled() || !proven) {
      return Optional.empty();
    }
    return transactions.<Optional<TrustedDeviceGrant>>inNew(
        tx -> {
          var id = caller.getId();
          if (!directory.hold(tx, id) || !sessions.isLive(tx, caller.getSessionId(), id)) {
            return Optional.empty();
          }
          var granted = devices.trust(tx, directory.byId(tx, id).orElseThrow(), client);
          granted.ifPresent(
              device ->
                  tx.raise(
                      new TrustedDeviceAdded(EventDetails.of(now, caller, client), device.id())));
          return granted;
        });
  }

  @Override
  public List<TrustedDeviceInfo> list(Caller caller, ClientInfo client) {
    return transactions.<List<TrustedDeviceInfo>>inNew(
        tx ->
            directory
                .byId(tx, caller.getId())
                .map(account -> devices.list(tx, account, client))
                .orElseGet(List::of));
  }

  @Override
  public boolean end(Caller caller, String id, ClientInfo client) {
    return transactions.<Boolean>inNew(
        tx -> {
          if (!devices.end(tx, caller.getId(), id)) {
            return false;
          }
          tx.raise(new TrustedDeviceEnded(EventDetails.of(clock.instant(), caller, client), id));
          return true;
        });
  }
}
