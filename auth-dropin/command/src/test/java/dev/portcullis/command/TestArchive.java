package dev.portcullis.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Builds a WAR, a jar or an EAR in memory. */
public final class TestArchive {

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** A small application on the jakarta namespace. */
  public static TestArchive war() {
    return new TestArchive()
        .with("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n")
        .with("index.jsp", "<%@ page import=\"jakarta.servlet.http.Cookie\" %>hello".repeat(20))
        .with(
            "WEB-INF/classes/com/acme/Shop.class",
            classFile("com/acme/Shop", "jakarta/servlet/http/HttpServlet"));
  }

  public TestArchive with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public TestArchive with(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  TestArchive webXml(String inside) {
    return with("WEB-INF/web.xml", "<web-app version=\"3.1\">" + inside + "</web-app>");
  }

  TestArchive aClass(String where, String superName, String... interfaces) {
    return with(where, classFile("com/acme/Some", superName, interfaces));
  }

  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var entry : entries.entrySet()) {
        var header = new ZipEntry(entry.getKey());
        header.setTime(1_400_000_000_000L);
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
      zip.setComment("packed in 2014");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] classFile(String name, String superName, String... interfaces) {
    return writer(Opcodes.V1_8, name, superName, interfaces).toByteArray();
  }

  static byte[] annotated(String descriptor) {
    var writer = writer(Opcodes.V1_8, "com/acme/Config", "java/lang/Object");
    writer.visitAnnotation(descriptor, true).visitEnd();
    return writer.toByteArray();
  }

  static ClassWriter writer(int version, String name, String superName, String... interfaces) {
    var writer = new ClassWriter(0);
    writer.visit(version, Opcodes.ACC_PUBLIC, name, null, superName, interfaces);
    return writer;
  }
}
