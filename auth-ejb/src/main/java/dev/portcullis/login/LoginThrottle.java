package dev.portcullis.login;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.throttle.AccountTurns;
import dev.portcullis.throttle.AddressLimiter;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The step before anything is looked at: an address and its network may fail so often in a time
 * (S35), and attempts on one account take turns.
 */
public final class LoginThrottle {

  private final AddressLimiter addresses;
  private final AccountTurns turns;

  public LoginThrottle(AddressLimiter addresses, AccountTurns turns) {
    this.addresses = addresses;
    this.turns = turns;
  }

  /**
   * Makes the attempt if the address may. Only failures use up what an address may do.
   *
   * @param otherwise is told how long to wait
   */
  <G> AuthenticationResult<G> attempt(
      String address,
      String username,
      Supplier<AuthenticationResult<G>> attempt,
      Function<Duration, AuthenticationResult<G>> otherwise) {
    var wait = addresses.reserve(address);
    if (wait.isPresent()) {
      return otherwise.apply(wait.get());
    }
    try {
      var result = turns.inTurn(username, attempt);
      // A proven first factor is no failure of the address either.
      if (!(result instanceof Rejected)) {
        addresses.giveBack(address);
      }
      return result;
    } catch (TemporarilyUnavailableException ours) {
      addresses.giveBack(address);
      throw ours;
    }
  }
}
