package dev.portcullis.command.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;

/**
 * What a class file tells of itself.
 *
 * @param name with dots
 * @param javaVersion the oldest that can load it
 * @param javaxPackages those that Jakarta EE 9 renamed and that it refers to, with dots
 * @param mechanism why it is an authentication mechanism, such as the interface it implements, or
 *     empty
 */
record ClassFacts(
    String name, int javaVersion, Set<String> javaxPackages, Optional<String> mechanism) {

  /** Those that a server offers; mail and the like an application may bring itself. */
  private static final List<String> RENAMED =
      List.of(
          "javax/servlet/",
          "javax/ejb/",
          "javax/persistence/",
          "javax/faces/",
          "javax/ws/rs/",
          "javax/enterprise/",
          "javax/websocket/",
          "javax/jms/",
          "javax/interceptor/",
          "javax/security/enterprise/",
          "javax/security/auth/message/");

  private static final Set<String> MECHANISMS =
      Set.of(
          "jakarta/security/enterprise/authentication/mechanism/http/HttpAuthenticationMechanism",
          "jakarta/security/auth/message/module/ServerAuthModule",
          "jakarta/security/auth/message/config/AuthConfigProvider");

  private static final String DEFINITIONS =
      "Ljakarta/security/enterprise/authentication/mechanism/http/";
  private static final String DEFINITION = "AuthenticationMechanismDefinition;";

  /** Reads it; empty where it is no class file that can be read. */
  static Optional<ClassFacts> read(byte[] content) {
    try {
      return Optional.of(of(new ClassReader(content)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      return Optional.empty();
    }
  }

  private static ClassFacts of(ClassReader reader) {
    var javax = new TreeSet<String>();
    Optional<String> mechanism =
        Arrays.stream(reader.getInterfaces()).filter(MECHANISMS::contains).findFirst();
    boolean isInterface = (reader.getAccess() & org.objectweb.asm.Opcodes.ACC_INTERFACE) != 0;
    if (isInterface) {
      mechanism = Optional.empty();
    }
    for (int item = 1; item < reader.getItemCount(); item++) {
      var text = text(reader, item);
      for (var renamed : RENAMED) {
        if (text.contains(renamed)) {
          javax.add(dotted(renamed.substring(0, renamed.length() - 1)));
        }
      }
      if (text.startsWith(DEFINITIONS) && text.endsWith(DEFINITION) && isAnnotation(text)) {
        mechanism = Optional.of("@" + text.substring(DEFINITIONS.length(), text.length() - 1));
      }
    }
    return new ClassFacts(
        dotted(reader.getClassName()),
        reader.readUnsignedShort(6) - 44,
        javax,
        mechanism.map(ClassFacts::simple));
  }

  private static boolean isAnnotation(String descriptor) {
    return descriptor.indexOf('/', DEFINITIONS.length()) < 0;
  }

  /** The text of a constant, or an empty one where it is something else. */
  private static String text(ClassReader reader, int item) {
    int at = reader.getItem(item);
    if (at == 0 || reader.readByte(at - 1) != 1) {
      return "";
    }
    var text = new byte[reader.readUnsignedShort(at)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) reader.readByte(at + 2 + i);
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }
}
