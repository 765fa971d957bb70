package dev.portcullis.web.ldap;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ldaptive.filter.FilterParseException;
import org.ldaptive.filter.FilterParser;

/**
 * A filter of the configuration with places for values. A value can never become a part of the
 * filter: every byte of it that is not a plain ASCII letter or digit goes as a backslash and two
 * digits (RFC 4515 3; S58), and what was put in is not looked at again.
 */
final class LdapFilter {

  private static final Pattern PLACE = Pattern.compile("%[su]");
  private static final HexFormat HEX = HexFormat.of();

  private final String template;

  /**
   * @param template with {@code %s} and {@code %u}
   * @throws IllegalArgumentException if it is no filter
   */
  LdapFilter(String template) {
    this.template = template;
    try {
      var unused = FilterParser.parse(with(Map.of("%s", "x", "%u", "x")));
    } catch (FilterParseException e) {
      throw new IllegalArgumentException("\"" + template + "\" is no LDAP filter", e);
    }
  }

  /** With the value in each {@code %s}. */
  String with(String value) {
    return with(Map.of("%s", value, "%u", value));
  }

  /** With the DN in each {@code %s} and the name in each {@code %u}. */
  String with(String dn, String name) {
    return with(Map.of("%s", dn, "%u", name));
  }

  private String with(Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> Matcher.quoteReplacement(escape(values.getOrDefault(place.group(), ""))));
  }

  /** One comparison with bytes. */
  static String equality(String attribute, byte[] value) {
    return "(" + attribute + "=" + escape(value) + ")";
  }

  static String escape(String value) {
    return escape(value.getBytes(StandardCharsets.UTF_8));
  }

  private static String escape(byte[] value) {
    var text = new StringBuilder(value.length * 3);
    for (byte b : value) {
      boolean plain = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
      if (plain) {
        text.append((char) b);
      } else {
        text.append('\\').append(HEX.toHexDigits(b));
      }
    }
    return text.toString();
  }
}
