package dev.portcullis.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * The jar as it was built.
 *
 * @param entries content by name, without folders
 */
record BundleJar(SortedMap<String, byte[]> entries) {

  static BundleJar read() {
    var entries = new TreeMap<String, byte[]>();
    try (var jar = new JarFile(required("bundle"))) {
      for (var entry : (Iterable<java.util.jar.JarEntry>) jar.stream()::iterator) {
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BundleJar(entries);
  }

  /** A system property that the build sets. */
  static String required(String property) {
    return Objects.requireNonNull(System.getProperty(property), property);
  }

  /** The jars of others that the build put in, annotations for compilers aside. */
  static List<Path> libraries() throws IOException {
    var path = Files.readString(Path.of(required("libraries"))).strip();
    return java.util.Arrays.stream(path.split(java.io.File.pathSeparator))
        .map(Path::of)
        .filter(jar -> !jar.getFileName().toString().matches("(auth-|jspecify|error_prone).*"))
        .sorted(java.util.Comparator.comparing(jar -> jar.getFileName().toString()))
        .toList();
  }

  String text(String name) {
    return new String(Objects.requireNonNull(entries.get(name), name), StandardCharsets.UTF_8);
  }

  Manifest manifest() throws IOException {
    return new Manifest(
        new java.io.ByteArrayInputStream(
            Objects.requireNonNull(entries.get(JarFile.MANIFEST_NAME), "manifest")));
  }

  /** The internal names of all types that a class mentions. */
  Set<String> typesIn(String name) {
    var types = new HashSet<String>();
    var collector =
        new Remapper(org.objectweb.asm.Opcodes.ASM9) {
          @Override
          public String map(String internalName) {
            types.add(internalName);
            return internalName;
          }
        };
    new ClassReader(Objects.requireNonNull(entries.get(name), name))
        .accept(new ClassRemapper(new ClassWriter(0), collector), 0);
    return types;
  }
}
