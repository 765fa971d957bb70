package dev.portcullis.login;

import dev.portcullis.ClientInfo;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.GuessAllowance;
import dev.portcullis.device.TrustedDevices;
import dev.portcullis.store.Tx;
import java.util.function.Consumer;

/** What a trusted device lets one login guess; see {@link GuessAllowance}. */
final class DeviceAllowance implements GuessAllowance {

  private final TrustedDevices devices;
  private final ClientInfo client;
  private boolean taken;

  DeviceAllowance(TrustedDevices devices, ClientInfo client) {
    this.devices = devices;
    this.client = client;
  }

  @Override
  public boolean take(Tx tx, AccountSnapshot account) {
    taken = devices.takeGuess(tx, account, client);
    return taken;
  }

  /**
   * The password was right. Where the account's counter did not let it be tried, that stays as it
   * is: each visit of the owner would be a hundred guesses more for whoever guesses.
   */
  void accept(Tx tx, AccountSnapshot account, Consumer<Tx> otherwise) {
    if (taken) {
      devices.forgetGuesses(tx, account, client);
    } else {
      otherwise.accept(tx);
    }
  }
}
