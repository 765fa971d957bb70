package dev.portcullis;

import java.util.List;
import java.util.Optional;

/**
 * Devices on which a second factor was proven and is not asked for again at a login, for as long as
 * {@code two_factor.trusted_device} says. A change of the password or of a factor ends them all,
 * and so does logging out everywhere.
 *
 * <p>A login that such a device spares the second factor has proven one factor, and says so: its
 * {@code amr} has no {@code mfa}. Whatever asks for a second factor itself still does.
 */
public interface TrustedDeviceService {

  /** Where there are none. */
  TrustedDeviceService NONE = new NoTrustedDevices();

  /**
   * Trusts the caller's device; empty where there is no such thing, or the caller did not prove a
   * second factor just now.
   */
  Optional<TrustedDeviceGrant> trust(Caller caller, ClientInfo client);

  /** The caller's, the latest first. */
  List<TrustedDeviceInfo> list(Caller caller, ClientInfo client);

  /** Ends one; false if it is not the caller's. */
  boolean end(Caller caller, String id, ClientInfo client);
}
