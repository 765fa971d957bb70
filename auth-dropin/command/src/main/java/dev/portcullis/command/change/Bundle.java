package dev.portcullis.command.change;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.jar.JarInputStream;

/**
 * The jar that is put into applications.
 *
 * @param version of Portcullis
 * @param content the jar; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and too large to copy.
public record Bundle(String version, byte[] content) {

  /** Reads the version from the jar. */
  public static Bundle of(byte[] jar) {
    try (var in = new JarInputStream(new ByteArrayInputStream(jar))) {
      var manifest = in.getManifest();
      var version =
          manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
      if (version == null) {
        throw new IllegalArgumentException("The bundle has no version");
      }
      return new Bundle(version, jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String entryName() {
    return "WEB-INF/lib/portcullis-bundle-" + version + ".jar";
  }
}
