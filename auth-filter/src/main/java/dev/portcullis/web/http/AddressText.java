package dev.portcullis.web.http;

import java.net.InetAddress;
import java.util.Arrays;

/** The one way to write an address, so that limits and records do not take it for several. */
final class AddressText {

  private static final int SHORTEST_RUN = 2;

  private AddressText() {}

  /** {@code 192.0.2.1}, or {@code 2001:db8::1} as RFC 5952 4 has it. */
  static String of(InetAddress address) {
    // The platform writes eight groups in lower case and without leading zeros.
    var groups = address.getHostAddress().split(":", -1);
    int start = -1;
    int length = SHORTEST_RUN - 1;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end].equals("0")) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    return start < 0
        ? String.join(":", groups)
        : join(groups, 0, start) + "::" + join(groups, start + length, groups.length);
  }

  private static String join(String[] groups, int from, int to) {
    return String.join(":", Arrays.asList(groups).subList(from, to));
  }
}
