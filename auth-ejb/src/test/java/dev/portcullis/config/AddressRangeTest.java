package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testing.Proves;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("S40")
class AddressRangeTest {

  private static byte[] bytes(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "192.168.4.0/22, 192.168.7.255, true",
    "192.168.4.0/22, 192.168.8.0, false",
    "192.168.4.0/22, 192.168.3.255, false",
    "203.0.113.7/32, 203.0.113.7, true",
    "203.0.113.7/31, 203.0.113.6, true",
    "0.0.0.0/1, 127.0.0.1, true",
    "0.0.0.0/1, 128.0.0.1, false",
    "0.0.0.0/0, 203.0.113.7, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::1, ::1, true",
    "::1, ::2, false",
    "fd00::/8, fdff:ffff::1, true",
    "fd00::/8, fe80::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.0.1, false",
  })
  void containsWhatSharesItsPrefix(String range, String address, boolean inside) {
    assertThat(AddressRange.parse(range).orElseThrow().contains(bytes(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:10.0.0.0/104, 10.9.9.9, true",
    "::ffff:10.0.0.0/104, 11.0.0.0, false",
    "::ffff:10.0.0.1, 10.0.0.1, true",
    "::ffff:a00:1, 10.0.0.1, true",
    "::ffff:10.0.0.1, 10.0.0.2, false",
  })
  void takesAnIpv4MappedRangeForTheIpv4One(String range, String address, boolean inside) {
    assertThat(AddressRange.parse(range).orElseThrow().contains(bytes(address))).isEqualTo(inside);
  }

  @Test
  void takesAnIpv4MappedAddressForTheIpv4One() {
    var mapped = new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3};

    assertThat(AddressRange.parse("10.0.0.0/8").orElseThrow().contains(mapped)).isTrue();
    assertThat(AddressRange.parse("192.168.0.0/16").orElseThrow().contains(mapped)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "localhost",
        "proxy.example.com",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/08",
        "10.0.0.0/8/8",
        "10.0.0.0 /8",
        " 10.0.0.1",
        "10.0.0",
        "10.1",
        "167772161",
        "010.0.0.1",
        "0x0a.0.0.1",
        "256.0.0.1",
        "10.0.0.1:80",
        "::1/129",
        "::ffff:10.0.0.0/95",
        ":::",
        ":",
        "1:2:3:4:5:6:7:8:9",
        "fe80::1%eth0",
        "[::1]",
        "2001:db8::g",
        "99999999999999999999/8",
        "10.0.0.0/99999999999",
      })
  void refusesWhatIsNoAddressInItsUsualForm(String text) {
    assertThat(AddressRange.parse(text)).isEmpty();
  }

  @Test
  void readsBackAsItWasWritten() {
    assertThat(AddressRange.parse("10.0.0.0/8").orElseThrow()).hasToString("10.0.0.0/8");
  }

  @Test
  void anAddressOfAnOddLengthIsInNoRange() {
    assertThat(AddressRange.parse("::/0").orElseThrow().contains(new byte[5])).isFalse();
  }
}
