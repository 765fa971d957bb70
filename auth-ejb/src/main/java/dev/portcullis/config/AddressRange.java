package dev.portcullis.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A CIDR block, or a single address. */
public final class AddressRange {

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  /**
   * An address and the length of its prefix. What matches is never looked up as a name: an IPv4
   * address is a whole one, and with a colon the platform takes nothing for a name.
   */
  private static final Pattern FORM =
      Pattern.compile(
          "("
              + BYTE
              + "(?:\\."
              + BYTE
              + "){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,42})"
              + "(?:/(0|[1-9][0-9]{0,2}))?");

  /** ::ffff:0:0/96, RFC 4291 2.5.5.2. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final String text;
  private final byte[] network;
  private final int prefixLength;

  private AddressRange(String text, byte[] network, int prefixLength) {
    this.text = text;
    this.network = network;
    this.prefixLength = prefixLength;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code ::1} …; empty for anything else. No name is ever resolved, and
   * short or octal forms of IPv4, which other programs read otherwise, are not taken. An
   * IPv4-mapped address stands for the IPv4 one.
   */
  public static Optional<AddressRange> parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      var literal = parts.group(1);
      var network = InetAddress.getByName(literal).getAddress();
      int written = literal.contains(":") ? IPV6_BITS : IPV4_BITS;
      int length = parts.group(2) == null ? written : Integer.parseInt(parts.group(2));
      int bits = network.length * Byte.SIZE;
      int inNetwork = length - (written - bits);
      return length > written || inNetwork < 0
          ? Optional.empty()
          : Optional.of(new AddressRange(text, network, inNetwork));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  /** Whether every address of its kind is in it, in whatever way that is written. */
  boolean isEverything() {
    return prefixLength == 0;
  }

  /** Whether the address, 4 or 16 bytes, is in the block. */
  public boolean contains(byte[] address) {
    var plain = unmapped(address);
    if (plain.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit += 8) {
      int mask = prefixLength - bit >= 8 ? 0xFF : 0xFF << (8 - (prefixLength - bit)) & 0xFF;
      if (((plain[bit / 8] ^ network[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] unmapped(byte[] address) {
    boolean mapped =
        address.length == MAPPED.length + 4
            && Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
    return mapped ? Arrays.copyOfRange(address, MAPPED.length, address.length) : address;
  }

  /** As configured. */
  @Override
  public String toString() {
    return text;
  }
}
