package dev.portcullis;

import java.util.List;
import java.util.Optional;

/** There are no trusted devices. */
final class NoTrustedDevices implements TrustedDeviceService {

  @Override
  public Optional<TrustedDeviceGrant> trust(Caller caller, ClientInfo client) {
    return Optional.empty();
  }

  @Override
  public List<TrustedDeviceInfo> list(Caller caller, ClientInfo client) {
    return List.of();
  }

  @Override
  public boolean end(Caller caller, String id, ClientInfo client) {
    return false;
  }
}
