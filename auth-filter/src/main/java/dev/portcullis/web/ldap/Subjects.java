package dev.portcullis.web.ldap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ldaptive.LdapAttribute;
import org.ldaptive.dn.DefaultRDnNormalizer;
import org.ldaptive.dn.Dn;

/** What identifies an entry for good, as text. */
final class Subjects {

  /** Active Directory's, in sixteen bytes. */
  static final String OBJECT_GUID = "objectGUID";

  private static final int BYTES_OF_GUID = 16;

  private Subjects() {}

  /** A DN in one spelling. */
  static String ofDn(String dn) {
    return new Dn(dn).format(new DefaultRDnNormalizer());
  }

  /** The one value of the attribute; empty where there is none, or several. */
  static Optional<String> of(String name, @Nullable LdapAttribute attribute) {
    if (attribute == null || attribute.size() != 1) {
      return Optional.empty();
    }
    if (!name.equalsIgnoreCase(OBJECT_GUID)) {
      return Optional.of(attribute.getStringValue()).filter(text -> !text.isBlank());
    }
    var bytes = attribute.getBinaryValue();
    return bytes.length == BYTES_OF_GUID ? Optional.of(guid(bytes)) : Optional.empty();
  }

  /** What the directory has for it; empty where it can be none. */
  static Optional<byte[]> bytes(String name, String subject) {
    if (!name.equalsIgnoreCase(OBJECT_GUID)) {
      return Optional.of(subject.getBytes(StandardCharsets.UTF_8));
    }
    try {
      var id = UUID.fromString(subject);
      return Optional.of(
          mixed(
              ByteBuffer.allocate(BYTES_OF_GUID)
                  .putLong(id.getMostSignificantBits())
                  .putLong(id.getLeastSignificantBits())
                  .array()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As Microsoft's tools show it. */
  private static String guid(byte[] bytes) {
    var straight = ByteBuffer.wrap(mixed(bytes));
    return new UUID(straight.getLong(), straight.getLong()).toString().toLowerCase(Locale.ROOT);
  }

  /** The first three parts are stored with their last byte first (MS-DTYP 2.3.4.2). */
  private static byte[] mixed(byte[] from) {
    int[] order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
    var to = new byte[BYTES_OF_GUID];
    for (int i = 0; i < BYTES_OF_GUID; i++) {
      to[i] = from[order[i]];
    }
    return to;
  }
}
