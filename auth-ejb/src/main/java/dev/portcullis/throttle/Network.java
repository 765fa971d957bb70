package dev.portcullis.throttle;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** The network that an address belongs to, as far as one party commonly holds it. */
public final class Network {

  private static final int IPV4_BYTES = 3; // /24
  private static final int IPV6_BYTES = 7; // /56, what a provider gives to one household

  private Network() {}

  /**
   * The same text for addresses of one {@code /24} or {@code /56}. Never asks a name server.
   *
   * @param address canonical text of an IP address; anything else is a network of its own
   */
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      int lastDot = address.lastIndexOf('.');
      return lastDot < 0 ? address : address.substring(0, lastDot);
    }
    try {
      // In brackets it is a literal or an error, and never looked up.
      var bytes = InetAddress.getByName("[" + address + "]").getAddress();
      int length = bytes.length == 4 ? IPV4_BYTES : IPV6_BYTES;
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
    } catch (UnknownHostException notAnAddress) {
      return address;
    }
  }
}
