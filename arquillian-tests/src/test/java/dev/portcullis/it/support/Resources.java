package dev.portcullis.it.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.shrinkwrap.api.asset.ClassLoaderAsset;

/** Resources of the tests. */
public final class Resources {

  private Resources() {}

  /** The lines of a resource of the tests. */
  public static List<String> lines(String resource) {
    try (InputStream in = new ClassLoaderAsset(resource).openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
